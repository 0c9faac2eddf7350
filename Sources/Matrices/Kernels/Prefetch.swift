import CKernels

/// Asks for the cache line at an address that is soon to be read or written.
@inlinable @inline(__always)
package func prefetch(_ address: UnsafeRawPointer) { prefetch_line(address) }

/// Asks for numbers that are soon to be read, so that they come from memory while others are being worked on.
@inlinable @inline(__always)
package func prefetch(_ values: UnsafePointer<Float>, _ count: Int) {
  let bytes = UnsafeRawPointer(values)
  for line in stride(from: 0, to: count * MemoryLayout<Float>.stride, by: 64) { prefetch_line(bytes + line) }
}
