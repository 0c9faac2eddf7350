#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Memory for numbers that kernels reach through pointers, freed at the end of its owner.
///
/// An array is no substitute: it writes all elements before they are computed, begins wherever the heap has room, checks
/// every index, and allows one thread at a time to change it. A buffer has no values until some are written, begins at a
/// cache line, which is as wide as a vector register, and may be written by several threads at once, each of which has
/// elements of its own.
///
/// Pointers into it are valid as long as its owner lives: a class that stores it, or the scope of a local constant.
@usableFromInline
package struct Buffer<Element: BitwiseCopyable>: ~Copyable {
  /// The first element; there is room for one at least.
  @usableFromInline package let base: UnsafeMutablePointer<Element>
  /// The number of elements.
  @usableFromInline package let count: Int
  @usableFromInline let memory: SystemMemory

  /// Makes room for `count` elements, which have no values yet.
  @inlinable
  package init(count: Int) {
    self.init(count: count, in: SystemMemory(count: count, of: MemoryLayout<Element>.stride))
  }

  /// Makes `count` elements of one value.
  @inlinable
  package init(repeating value: Element, count: Int) {
    self.init(count: count)
    base.initialize(repeating: value, count: count)
  }

  /// Makes `count` elements whose bytes are all zero.
  ///
  /// Many take fresh pages from the system, which are zero already and which the threads that fill them touch first:
  /// clearing them here would cost one core as much time as all of them need to read a file. They are huge pages
  /// where there are some, because rows picked from all over 100 MB miss the translation cache of small ones.
  @inlinable
  package init(zeroes count: Int) {
    self.init(count: count, in: SystemMemory(zeroes: count, of: MemoryLayout<Element>.stride))
  }

  @inlinable
  init(count: Int, in memory: SystemMemory) {
    self.count = count
    self.memory = memory
    base = memory.start.bindMemory(to: Element.self, capacity: max(count, 1))
  }

  @inlinable
  deinit { memory.giveBack() }

  /// The element at an index, which is checked in debug builds only.
  @inlinable
  package subscript(index: Int) -> Element {
    unsafeAddress {
      assert(index >= 0 && index < count)
      return UnsafePointer(base + index)
    }
    nonmutating unsafeMutableAddress {
      assert(index >= 0 && index < count)
      return base + index
    }
  }

  /// The place of an element.
  @inlinable
  package static func + (buffer: borrowing Buffer, index: Int) -> UnsafeMutablePointer<Element> {
    assert(index >= 0 && index <= buffer.count)
    return buffer.base + index
  }

  /// The bytes of all elements.
  @inlinable
  package var bytes: UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(start: base, count: count * MemoryLayout<Element>.stride)
  }
}

/// Threads that share a buffer agree on who writes which elements.
extension Buffer: @unchecked Sendable {}

/// Memory that the system gave and that must be given back once.
@usableFromInline
struct SystemMemory {
  /// Aligned to a cache line, or to a huge page.
  @usableFromInline let start: UnsafeMutableRawPointer
  private let taken: UnsafeMutableRawPointer
  /// The bytes mapped; 0 for memory of the heap.
  private let mapped: Int

  private static let cacheLine = 64
  /// A huge page; twice as much is worth asking for them.
  private static let hugePage = 2 << 20

  /// Takes memory for one element at least.
  @usableFromInline
  init(count: Int, of stride: Int) {
    let bytes = Self.bytes(count, stride)
    self.init(malloc(bytes + Self.cacheLine), bytes: bytes)
  }

  /// Takes memory of zeros for one element at least.
  @usableFromInline
  init(zeroes count: Int, of stride: Int) {
    let bytes = Self.bytes(count, stride)
    if bytes >= 2 * Self.hugePage {
      self.init(mapping: bytes)
    } else {
      self.init(calloc(bytes + Self.cacheLine, 1), bytes: bytes)
    }
  }

  private init(_ found: UnsafeMutableRawPointer?, bytes: Int) {
    taken = Self.require(found, bytes)
    start = taken.alignedUp(toMultipleOf: Self.cacheLine)
    mapped = 0
  }

  private init(mapping bytes: Int) {
    #if canImport(Glibc)
      let anonymous = MAP_PRIVATE | MAP_ANONYMOUS
    #else
      let anonymous = MAP_PRIVATE | MAP_ANON
    #endif
    mapped = bytes + Self.hugePage
    let found = mmap(nil, mapped, PROT_READ | PROT_WRITE, anonymous, -1, 0)
    taken = Self.require(found == MAP_FAILED ? nil : found, bytes)
    start = taken.alignedUp(toMultipleOf: Self.hugePage)
    #if canImport(Glibc)
      // Only advice: where it is not taken, the pages are small.
      madvise(start, bytes, MADV_HUGEPAGE)
    #endif
  }

  @usableFromInline
  func giveBack() {
    if mapped > 0 { munmap(taken, mapped) } else { free(taken) }
  }

  /// The bytes of some elements; more than there can be where they cannot be counted.
  private static func bytes(_ count: Int, _ stride: Int) -> Int {
    precondition(count >= 0)
    let (bytes, overflow) = max(count, 1).multipliedReportingOverflow(by: stride)
    return overflow ? Int.max / 2 : min(bytes, Int.max / 2)
  }

  /// Nothing can go on without the memory, and no caller of an initializer could do with less.
  private static func require(_ found: UnsafeMutableRawPointer?, _ bytes: Int) -> UnsafeMutableRawPointer {
    guard let found else { Memory.end(MemoryError(needed: bytes)) }
    return found
  }
}
