/** From the markup of feeds and pages to the body of an article. */
@NullMarked
package io.github.rfiarchiver.article.clean;

import org.jspecify.annotations.NullMarked;
