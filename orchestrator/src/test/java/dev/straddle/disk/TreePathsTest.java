package dev.straddle.disk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreePathsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mm/a.c",
        ".gitignore",
        "a/.gitattributes",
        "x..y",
        "...",
        "a b",
        "ü",
        "git~",
        "c.git"
      })
  void mayBe(String path) {
    assertThat(TreePaths.objection(path)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/etc/passwd",
        "../x",
        "a/../x",
        "a/..",
        "./x",
        "a//x",
        "a/",
        ".git",
        ".git/config",
        "a/.GiT/config",
        ".git /config",
        ".git.../config",
        ".git::$INDEX_ALLOCATION/config",
        "git~1/config",
        "GIT~12",
        "a\\.git\\config",
        ".g\u200cit/config",
        ".git\u202e",
        "a\0b",
        "a\ufffdb"
      })
  void mayNotBe(String path) {
    assertThat(TreePaths.objection(path)).isPresent();
  }
}
