import Core

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Matrix {
  /// The memory of a matrix, freed with the last copy.
  ///
  /// It comes as zeros. A large matrix takes fresh pages from the system, which are zero already and which the threads
  /// that fill them touch first: clearing them here would cost one core as much time as all of them need to read a
  /// file. It asks for huge pages, because rows picked from all over 100 MB miss the translation cache of small ones.
  @usableFromInline
  final class Storage: @unchecked Sendable {
    @usableFromInline let base: UnsafeMutablePointer<Float>

    /// One cache line, and the widest vector register.
    private static let alignment = 64
    /// A huge page, and the size from which they are asked for.
    private static let hugePage = 2 << 20

    private let allocation: UnsafeMutableRawPointer
    /// The bytes mapped; 0 for memory of the heap.
    private let mapped: Int

    init(capacity: Int) {
      let bytes = max(capacity, 1) * MemoryLayout<Float>.stride
      let alignment = bytes >= 2 * Self.hugePage ? Self.hugePage : Self.alignment
      mapped = bytes >= 2 * Self.hugePage ? bytes + alignment : 0
      let found = mapped > 0 ? Self.pages(mapped) : calloc(bytes + alignment, 1)
      // Nothing can go on without the numbers, and no caller of an initializer could do with fewer.
      guard let found else { Memory.end(MemoryError(needed: bytes)) }
      allocation = found
      let aligned = found.alignedUp(toMultipleOf: alignment)
      #if canImport(Glibc)
        // Only advice: where it is not taken, the pages are small.
        if mapped > 0 { madvise(aligned, bytes, MADV_HUGEPAGE) }
      #endif
      base = aligned.bindMemory(to: Float.self, capacity: max(capacity, 1))
    }

    deinit {
      if mapped > 0 { munmap(allocation, mapped) } else { free(allocation) }
    }

    private static func pages(_ bytes: Int) -> UnsafeMutableRawPointer? {
      #if canImport(Glibc)
        let anonymous = MAP_PRIVATE | MAP_ANONYMOUS
      #else
        let anonymous = MAP_PRIVATE | MAP_ANON
      #endif
      let found = mmap(nil, bytes, PROT_READ | PROT_WRITE, anonymous, -1, 0)
      return found == MAP_FAILED ? nil : found
    }
  }
}
