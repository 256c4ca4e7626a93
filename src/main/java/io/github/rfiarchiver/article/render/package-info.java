/** Renders articles as text, markdown, HTML and JSON. */
@org.jspecify.annotations.NullMarked
package io.github.rfiarchiver.article.render;
