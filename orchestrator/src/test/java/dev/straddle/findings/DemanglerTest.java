package dev.straddle.findings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemanglerTest {

  @ParameterizedTest
  @CsvSource({
    "_RNvNtCs1234_7mycrate3foo3bar, mycrate::foo::bar",
    "_RNvMs3_NtCs1234_7mycrate4procNtB5_7Process6update, <mycrate::proc::Process>::update",
    "_ZN4core9panicking5panic17h0123456789abcdefE, core::panicking::panic",
    "_Z8fakeNameiii, fakeName",
    "_RNvB9999_3foo, _RNvB9999_3foo",
    "_RNvB_3foo, _RNvB_3foo",
    "_R, _R",
    "_Z99x, _Z99x",
    "plain, plain",
  })
  void namesAsWritten(String symbol, String name) {
    assertThat(Demangler.readable(symbol)).isEqualTo(name);
  }
}
