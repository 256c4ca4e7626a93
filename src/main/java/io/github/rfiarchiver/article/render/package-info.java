/** From the body of an article to the formats that it is printed in. */
@NullMarked
package io.github.rfiarchiver.article.render;

import org.jspecify.annotations.NullMarked;
