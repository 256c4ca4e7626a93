package io.github.rfiarchiver.archive.raw;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request and the response that was used.
 *
 * @param captured when the request was sent
 * @param remoteAddress the IP address of the server, where it is known; never a proxy's
 */
public record RawExchange(
    Instant captured, RawRequest request, RawResponse response, @Nullable String remoteAddress) {}
