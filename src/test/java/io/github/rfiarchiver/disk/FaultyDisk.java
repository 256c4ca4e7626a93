package io.github.rfiarchiver.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A file system over the real one, in which every call may fail, and which knows what was forced to
 * disk: after a {@link #powerCut} the rest is gone. Nothing is really forced, so it is fast.
 */
public final class FaultyDisk extends FileSystemProvider {
  /** What a program asks of a disk. */
  public enum Operation {
    OPEN,
    READ,
    WRITE,
    FORCE,
    CLOSE,
    RENAME,
    LINK,
    DELETE,
    STAT,
    LIST,
    MAKE_FOLDER,
    SET_TIME
  }

  /** Is asked before every operation, and may throw anything. */
  public interface Fault {
    void before(Operation operation, Path path) throws Exception;
  }

  private final FileSystem fileSystem = new FaultyFileSystem(this);
  private final List<Fault> faults = new CopyOnWriteArrayList<>();
  private int calls;

  /** Files whose bytes are not on disk. */
  private final Set<Path> unforcedBytes = new HashSet<>();

  /** Names that are not on disk, with what was under them before. */
  private final Map<Path, Optional<byte[]>> unforcedNames = new TreeMap<>();

  /** A path of the real file system, on this disk. */
  public Path path(Path real) {
    return new FaultyPath(this, real);
  }

  /** Adds a fault. */
  public FaultyDisk with(Fault fault) {
    faults.add(fault);
    return this;
  }

  /** One kind of operation fails on some paths, with what a disk says that cannot be read. */
  public FaultyDisk failing(Operation failing, Predicate<Path> paths) {
    return with(
        (operation, path) -> {
          if (operation == failing && paths.test(path)) {
            throw error(path);
          }
        });
  }

  /** One call of an operation fails: the first from now is number 1. */
  public FaultyDisk failingOnce(Operation failing, int number) {
    int[] left = {number};
    return failing(failing, path -> --left[0] == 0);
  }

  /** From one call on everything fails, as for a process that is killed there. */
  public FaultyDisk killedAt(int call) {
    int last = calls + call;
    return with(
        (operation, path) -> {
          if (calls >= last) {
            throw error(path);
          }
        });
  }

  /** From the first such call on everything fails. */
  public FaultyDisk killedAt(Operation killing, Predicate<Path> paths) {
    boolean[] killed = {false};
    return with(
        (operation, path) -> {
          killed[0] |= operation == killing && paths.test(path);
          if (killed[0]) {
            throw error(path);
          }
        });
  }

  /** Ends all faults: the disk is as good as new, and holds what it held. */
  public FaultyDisk repaired() {
    faults.clear();
    return this;
  }

  /** How many calls there were so far. */
  public int calls() {
    return calls;
  }

  /** Loses all that was not forced: the bytes of files, and the names in folders. */
  public synchronized void powerCut() {
    try {
      List<Path> names = new ArrayList<>(unforcedNames.keySet());
      names.sort(Comparator.reverseOrder()); // what is in a folder before the folder
      for (Path name : names) {
        Optional<byte[]> before = unforcedNames.get(name);
        if (before.isPresent()) {
          Files.write(name, before.get());
        } else {
          deleteAll(name);
        }
      }
      for (Path file : unforcedBytes) {
        if (Files.exists(file)) {
          Files.write(file, new byte[0]);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    unforcedNames.clear();
    unforcedBytes.clear();
  }

  private static void deleteAll(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private static FileSystemException error(Path path) {
    return new FileSystemException(path.toString(), null, "Input/output error");
  }

  synchronized void before(Operation operation, Path path) throws IOException {
    calls++;
    for (Fault fault : faults) {
      try {
        fault.before(operation, path);
      } catch (Exception e) {
        throw FaultyDisk.<IOException>undeclared(e);
      }
    }
  }

  /** Has any exception thrown, as native methods throw some that are not declared. */
  @SuppressWarnings("unchecked")
  private static <E extends Exception> E undeclared(Exception e) throws E {
    throw (E) e;
  }

  synchronized void written(Path file) {
    unforcedBytes.add(file);
  }

  synchronized void forced(Path path) {
    unforcedBytes.remove(path);
    unforcedNames.keySet().removeIf(name -> path.equals(name.getParent()));
  }

  private synchronized void named(Path name) throws IOException {
    if (!unforcedNames.containsKey(name)) {
      unforcedNames.put(
          name,
          Files.isRegularFile(name, LinkOption.NOFOLLOW_LINKS)
              ? Optional.of(Files.readAllBytes(name))
              : Optional.empty());
    }
  }

  private synchronized void copied(Path from, Path to) {
    if (unforcedBytes.contains(from)) {
      unforcedBytes.add(to);
    } else {
      unforcedBytes.remove(to);
    }
  }

  private synchronized void deleted(Path path) {
    unforcedBytes.remove(path);
    unforcedNames.remove(path);
  }

  FileSystem fileSystem() {
    return fileSystem;
  }

  static Path real(Path path) {
    return path instanceof FaultyPath faulty ? faulty.real() : path;
  }

  @Override
  public String getScheme() {
    return "faulty";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return fileSystem;
  }

  @Override
  public Path getPath(URI uri) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    Path real = real(path);
    before(Operation.OPEN, real);
    if (options.contains(StandardOpenOption.WRITE)
        && !Files.exists(real, LinkOption.NOFOLLOW_LINKS)) {
      named(real);
    }
    return new FaultyChannel(this, real, FileChannel.open(real, options, attributes));
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    before(Operation.LIST, real(folder));
    DirectoryStream<Path> stream = Files.newDirectoryStream(real(folder));
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        List<Path> entries = new ArrayList<>();
        try {
          before(Operation.LIST, real(folder));
          for (Path entry : stream) {
            if (filter.accept(path(entry))) {
              entries.add(path(entry));
            }
          }
        } catch (IOException e) {
          throw new DirectoryIteratorException(e);
        }
        return entries.iterator();
      }

      @Override
      public void close() throws IOException {
        stream.close();
      }
    };
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
    before(Operation.MAKE_FOLDER, real(folder));
    Files.createDirectory(real(folder), attributes);
    named(real(folder));
  }

  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes)
      throws IOException {
    Files.createSymbolicLink(real(link), real(target), attributes);
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    before(Operation.LINK, real(link));
    Files.createLink(real(link), real(existing));
    unforcedNames.putIfAbsent(real(link), Optional.empty());
    copied(real(existing), real(link));
  }

  @Override
  public void delete(Path path) throws IOException {
    before(Operation.DELETE, real(path));
    Files.delete(real(path));
    deleted(real(path));
  }

  @Override
  public void copy(Path from, Path to, CopyOption... options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void move(Path from, Path to, CopyOption... options) throws IOException {
    before(Operation.RENAME, real(to));
    named(real(to));
    Files.move(real(from), real(to), options);
    copied(real(from), real(to));
    deleted(real(from));
  }

  @Override
  public boolean isSameFile(Path one, Path other) throws IOException {
    return Files.isSameFile(real(one), real(other));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return Files.isHidden(real(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return Files.getFileStore(real(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    before(Operation.STAT, real(path));
    if (!Files.exists(real(path))) {
      throw new NoSuchFileException(path.toString());
    }
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    BasicFileAttributeView real =
        Files.getFileAttributeView(real(path), BasicFileAttributeView.class, options);
    return type.cast(
        new BasicFileAttributeView() {
          @Override
          public String name() {
            return real.name();
          }

          @Override
          public BasicFileAttributes readAttributes() throws IOException {
            before(Operation.STAT, real(path));
            return real.readAttributes();
          }

          @Override
          public void setTimes(FileTime modified, FileTime accessed, FileTime created)
              throws IOException {
            before(Operation.SET_TIME, real(path));
            real.setTimes(modified, accessed, created);
          }
        });
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    before(Operation.STAT, real(path));
    return Files.readAttributes(real(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    before(Operation.STAT, real(path));
    return Files.readAttributes(real(path), names, options);
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options)
      throws IOException {
    before(Operation.SET_TIME, real(path));
    Files.setAttribute(real(path), name, value, options);
  }
}
