# The stream for git fast-import that bisect-history.sh describes.
use strict;
use warnings;

my ($source, $planted, $deleted, $commits, $culprit) = @ARGV;
binmode STDOUT;

my @files = map { glob "$source/$_" } qw(
  mm/memory.c mm/mmap.c mm/mprotect.c mm/mremap.c mm/page-writeback.c mm/readahead.c mm/rmap.c
  mm/shmem.c mm/swap.c mm/truncate.c mm/util.c mm/vmscan.c mm/filemap.c mm/madvise.c
  kernel/fork.c kernel/exit.c kernel/signal.c kernel/sys.c kernel/pid.c kernel/params.c
  kernel/kthread.c kernel/panic.c kernel/resource.c kernel/softirq.c kernel/time/timer.c
  lib/bitmap.c lib/string.c lib/vsprintf.c lib/kobject.c lib/radix-tree.c lib/rbtree.c
  fs/namei.c fs/open.c fs/read_write.c fs/file.c fs/inode.c fs/dcache.c fs/super.c fs/pipe.c
  fs/exec.c fs/select.c drivers/base/core.c drivers/base/bus.c drivers/base/dd.c
  drivers/base/class.c drivers/base/platform.c
);
my %text;
my $mark = 0;

# A tree of straddle's cache may have patches on it; what they touched lies beside it as it was.
my $pristine = "$source/../pristine";

sub absent { return -e "$pristine/$_[0].straddle-absent"; }

sub slurp {
    my ($file) = @_;
    if (index($file, "$source/") == 0) {
        my $original = $pristine . substr $file, length $source;
        $file = $original if -f $original;
    }
    open my $in, '<:raw', $file or die "$file: $!";
    local $/;
    my $content = <$in>;
    return defined $content ? $content : '';
}

sub path { my ($file, $root) = @_; return substr $file, 1 + length $root; }

sub data { my ($content) = @_; print 'data ', length $content, "\n", $content, "\n"; }

sub change { my ($path, $content) = @_; print "M 100644 inline $path\n"; data($content); }

sub commit {
    my ($branch, $subject, @parents) = @_;
    $mark++;
    print "commit refs/heads/$branch\nmark :$mark\n";
    print "committer straddle <straddle\@localhost> ", 1_700_000_000 + 60 * $mark, " +0000\n";
    data("$subject\n");
    my $word = 'from';
    for my $parent (@parents) { print "$word :$parent\n"; $word = 'merge'; }
    return $mark;
}

sub tag { my ($name, $of) = @_; print "reset refs/tags/$name\nfrom :$of\n\n"; }

# A small function that stays in the kernel although nobody calls it.
sub small_change {
    my ($n) = @_;
    my $file = $files[$n % @files];
    my $path = path($file, $source);
    $text{$path} = slurp($file) unless defined $text{$path};
    my $step = $n + 1;
    $text{$path} .= <<"C";

/* Rounds up to a multiple of $step. */
static unsigned long __used round_to_$n(unsigned long x)
{
\treturn (x + ${\ ($step - 1)}) / $step * $step;
}
C
    return ($path, "$path: round up to multiples of $step");
}

# Of what x86 does not compile only what Kconfig and make read: the history is made and checked out in
# seconds.
sub unneeded {
    my ($path) = @_;
    return 0 if $path =~ m{(?:^|/)(?:Kconfig|Makefile|Kbuild)[^/]*$};
    return $path =~ m{^(?:Documentation|samples|sound|net|arch/(?!x86/)[^/]+|
        tools/(?:testing|perf|power|virtio|bpf|verification|tracing|usb|net|mm)|
        drivers/(?!acpi|base|char|clocksource|dax|firmware|idle|misc|nvdimm|pci|pnp|rtc|tty|virtio|xen)[^/]+|
        fs/(?!devpts|exportfs|iomap|kernfs|nls|notify|proc|quota|ramfs|sysfs)[^/]+)/}x;
}

sub all {
    my ($dir, $do) = @_;
    opendir my $handle, $dir or die "$dir: $!";
    for my $name (sort readdir $handle) {
        next if $name eq '.' or $name eq '..' or $name eq '.git';
        my $file = "$dir/$name";
        if (-l $file) { $do->($file, '120000', readlink $file) }
        elsif (-d $file) { all($file, $do) }
        else { $do->($file, -x $file ? '100755' : '100644', undef) }
    }
}

sub whole {
    my ($path, $file, $mode, $link) = @_;
    return if unneeded($path) or absent($path);
    print "M $mode inline $path\n";
    data(defined $link ? $link : slurp($file));
}

my $tip = commit('main', 'Linux 6.12');
all($source, sub { whole(path($_[0], $source), @_) });
# What a patch deleted is in none but the untouched files.
all($pristine, sub {
    my $path = path($_[0], $pristine);
    whole($path, @_) if $path !~ /\.straddle-absent$/ and not -e "$source/$path";
}) if -d $pristine;
all($pristine, sub { # what the patches took away
    my ($file, $mode, $link) = @_;
    my $path = path($file, $pristine);
    return if unneeded($path) or $path =~ /\.straddle-absent$/ or -e "$source/$path";
    print "M $mode inline $path\n";
    data(slurp("$source/$path"));
}) if -d $pristine;
print "\n";
tag('v0', $tip);

sub at { my ($percent) = @_; return int($commits * $percent / 100); }
my $long = at(2) < 2 ? 2 : at(2);
my %begins;
my %ends;

sub block {
    my ($from, $path, $change, $subject) = @_;
    my $before = slurp("$source/$path");
    my $after = $change->($before);
    die "nothing to change in $path" if $after eq $before;
    $begins{$from} = [$path, $after, $subject];
    $ends{ $from + $long } = [$path, $before, "Revert \"$subject\""];
}

my $mistake = sub { "$_[0]\nint half_done(void) { return not_written_yet; }\n" };
block(at(20), 'lib/sort.c', $mistake, 'lib/sort: first half of a rework');
block(at(48), 'lib/list_sort.c', $mistake, 'lib/list_sort: first half of a rework');
block(at(80), 'lib/bsearch.c', $mistake, 'lib/bsearch: first half of a rework');
block(at(56), 'drivers/dax/Kconfig',
    sub { my ($t) = @_; $t =~ s/^(\tdefault DEV_DAX\n|config DEV_DAX\n\ttristate [^\n]*\n)/$1\tdepends on BROKEN\n/m; $t },
    'dax: no longer offer the driver');
block(at(68), 'drivers/dax/bus.c',
    sub { my ($t) = @_; $t =~ s/(static int dax_bus_probe\(struct device \*dev\)\n\{\n(?:\t[^\n]*;\n)+)/$1\n\tBUG_ON(dev_dax);\n/; $t },
    'dax: assert what does not hold');

my ($side, @side) = (0);
my $fork = at(30) < 1 ? 1 : at(30);
my $merge = at(38) <= $fork + 1 ? $fork + 2 : at(38);
for my $n (1 .. $commits) {
    if ($n == $merge) {
        my $number = 100_000;
        my $branch = $side;
        my %sides;
        for (1 .. ($long > 5 ? 5 : $long)) {
            my $path = 'lib/llist.c';
            $sides{$path} = slurp("$source/$path") unless defined $sides{$path};
            $sides{$path} .= "\nstatic unsigned long __used side_$number(unsigned long x)\n{\n\treturn x + $number;\n}\n";
            $branch = commit('side', "llist: side function $number", $branch);
            change($path, $sides{$path});
            print "\n";
            $number++;
        }
        $tip = commit('main', "Merge branch 'side'", $tip, $branch);
        change('lib/llist.c', $sides{'lib/llist.c'});
        print "\n";
        tag("v$n", $tip);
        next;
    }
    my ($path, $subject) = small_change($n);
    my @blocks = grep { defined } ($ends{$n}, $begins{$n}); # in a short history both at once
    $subject = $_->[2] for @blocks;
    $subject = 'mm: simplify how page tables are populated' if $n == $culprit;
    $tip = commit('main', $subject, $tip);
    change($_->[0], $_->[1]) for @blocks;
    if ($n != $culprit) {
        change($path, $text{$path});
    } else { # alone, so that it can be reverted
        all($planted, sub { my ($file) = @_; change(path($file, $planted), slurp($file)); });
        print "D $_\n" for split /\n/, slurp($deleted);
    }
    print "\n";
    tag("v$n", $tip);
    $side = $tip if $n == $fork;
}
print "done\n";
