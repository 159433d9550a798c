package dev.straddle.runs;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.straddle.model.ConfigBase;
import dev.straddle.model.ConfigFragment;
import dev.straddle.model.KernelSource;
import dev.straddle.model.PatchSource;

/** The names of what a kernel may be made of, for files that tell another machine to build it. */
final class KernelKinds {

  private KernelKinds() {}

  static SimpleModule module() {
    SimpleModule module = new SimpleModule("kernels");
    module.setMixInAnnotation(KernelSource.class, Source.class);
    module.setMixInAnnotation(ConfigBase.class, Base.class);
    module.setMixInAnnotation(ConfigFragment.class, Fragment.class);
    module.setMixInAnnotation(PatchSource.class, Patches.class);
    return module;
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = KernelSource.Debian.class, name = "debian"),
    @JsonSubTypes.Type(value = KernelSource.Git.class, name = "git"),
    @JsonSubTypes.Type(value = KernelSource.Commit.class, name = "commit"),
    @JsonSubTypes.Type(value = KernelSource.Tarball.class, name = "tarball"),
    @JsonSubTypes.Type(value = KernelSource.Directory.class, name = "directory"),
    @JsonSubTypes.Type(value = KernelSource.DebianImage.class, name = "debian-image"),
    @JsonSubTypes.Type(value = KernelSource.ImageFiles.class, name = "image-files")
  })
  private interface Source {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = ConfigBase.Target.class, name = "target"),
    @JsonSubTypes.Type(value = ConfigBase.File.class, name = "file"),
    @JsonSubTypes.Type(value = ConfigBase.Packaged.class, name = "packaged")
  })
  private interface Base {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = ConfigFragment.File.class, name = "file"),
    @JsonSubTypes.Type(value = ConfigFragment.InTree.class, name = "in-tree")
  })
  private interface Fragment {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = PatchSource.Files.class, name = "files"),
    @JsonSubTypes.Type(value = PatchSource.GitRange.class, name = "git-range")
  })
  private interface Patches {}
}
