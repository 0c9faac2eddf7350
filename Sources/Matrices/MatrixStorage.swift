import Core

extension Matrix {
  /// The memory of a matrix, which begins as zeros and is freed with the last copy.
  @usableFromInline
  final class Storage: Sendable {
    @usableFromInline let values: Buffer<Float>

    @inlinable var base: UnsafeMutablePointer<Float> { values.base }

    /// The results computed of the values, for use again.
    let derived = SharedWork()

    init(capacity: Int) { values = Buffer(zeroes: capacity) }
  }
}
