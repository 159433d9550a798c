package dev.straddle.kernel.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.model.Compiler;
import dev.straddle.model.InfraException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolchainTest {

  @TempDir Path cache;

  @Test
  void describesTheHostsCompilerAndLinker() throws Exception {
    Toolchain toolchain = Toolchain.probe(cache, Compiler.USUAL);
    assertThat(toolchain.description()).startsWith("gcc ").contains("; GNU ld ");
    assertThat(toolchain.variables()).containsExactly("CC=ccache gcc", "HOSTCC=ccache gcc");
    assertThat(Toolchain.probe(cache, Compiler.USUAL)).isEqualTo(toolchain);
  }

  @Test
  void namesThePackagesOfACompilerThatIsNotThere() {
    assertThatThrownBy(() -> Toolchain.probe(cache, Compiler.parse("gcc-3")))
        .isInstanceOf(InfraException.class)
        .hasMessageContaining("no 'gcc-3' on PATH");
    assertThatThrownBy(() -> Toolchain.probe(cache, Compiler.parse("clang-3")))
        .isInstanceOf(InfraException.class)
        .hasMessageContaining("apt-get install --no-install-recommends clang-3 lld-3 llvm-3");
  }

  @Test
  void takesAllToolsOfLlvmInOneVersion() {
    Toolchain clang = new Toolchain(Compiler.parse("clang-14"), "clang version 14", "LLD 14");
    assertThat(clang.variables())
        .contains("CC=ccache clang-14", "LLVM=1", "LD=ld.lld-14", "OBJCOPY=llvm-objcopy-14");
    assertThat(new Toolchain(Compiler.parse("clang"), "", "").variables()).contains("LD=ld.lld");
  }
}
