package io.github.rfiarchiver.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoProxyTest {
  @ParameterizedTest
  @CsvSource({
    "*,                       rfi.example, 80,  true",
    "rfi.example,             rfi.example, 80,  true",
    "rfi.example,             www.rfi.example, 80, true",
    ".rfi.example,            www.rfi.example, 80, true",
    "*.rfi.example,           www.rfi.example, 80, true",
    "rfi.example,             notrfi.example, 80, false",
    "rfi.example:9999,        rfi.example, 9999, true",
    "rfi.example:9999,        rfi.example, 80,  false",
    "127.0.0.1,               127.0.0.1, 80,    true",
    "127.0.0.1:9999,          127.0.0.1, 80,    false",
    "127.0.0.1:80,            127.0.0.1, 80,    true",
    "1,                       127.0.0.1, 80,    false",
    "0.0.1,                   127.0.0.1, 80,    false",
    ".0.0.1,                  127.0.0.1, 80,    false",
    "1,                       0.0.0.1, 80,      false",
    "10.0.0.0/8,              10.200.3.4, 80,   true",
    "10.0.0.0/8,              11.0.0.1, 80,     false",
    "192.168.4.0/22,          192.168.7.255, 80, true",
    "192.168.4.0/22,          192.168.8.0, 80,  false",
    "127.0.0.1/32,            127.0.0.2, 80,    false",
    "0.0.0.0/0,               8.8.8.8, 80,      true",
    "0.0.0.0/0,               rfi.example, 80,  false",
    "0.0.0.0/0,               ::1, 80,          false",
    "10.0.0.0/33,             10.0.0.0, 80,     false",
    "rfi.example/8,           rfi.example, 80,  false",
    "::1,                     ::1, 80,          true",
    "[::1],                   ::1, 80,          true",
    "[::1]:8080,              ::1, 8080,        true",
    "[::1]:8080,              ::1, 80,          false",
    "fd00::/8,                fd12:3456::1, 80, true",
    "fd00::/8,                fe80::1, 80,      false"
  })
  void covers_a_domain_an_IP_address_or_a_range_with_or_without_a_port(
      String list, String host, int port, boolean isCovered) {
    assertEquals(isCovered, covers(NoProxy.parse(list), host, port));
  }

  @ParameterizedTest
  @CsvSource({"10.1.1.1, true", "b.example, true", "c.example, true", "d.example, false"})
  void an_invalid_entry_does_not_affect_others(String host, boolean isCovered) {
    List<NoProxy> list = NoProxy.parse(" 10.0.0.0/8,, b.example  /// c.example,[::1 ");
    assertEquals(isCovered, covers(list, host, 80));
  }

  private static boolean covers(List<NoProxy> list, String host, int port) {
    return list.stream().anyMatch(hosts -> hosts.covers(host, port));
  }
}
