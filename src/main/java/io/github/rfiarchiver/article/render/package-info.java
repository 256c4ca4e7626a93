/** Renders articles as text, markdown, HTML and JSON. */
@NullMarked
package io.github.rfiarchiver.article.render;

import org.jspecify.annotations.NullMarked;
