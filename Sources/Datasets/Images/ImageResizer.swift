/// Resizes RGB images with a triangle filter (bilinear; widened when shrinking, so that every pixel counts and none
/// aliases), in whole numbers: the same bytes on every machine. The sides are scaled independently.
package struct ImageResizer {
  package let size: ImageSize
  /// The filters that were used last; most images of a folder have the same size.
  private var rows: TriangleFilter?
  private var columns: TriangleFilter?
  /// The image between the two passes.
  private var between: [UInt8] = []

  package init(to size: ImageSize) { self.size = size }

  /// - Parameters:
  ///   - source: `sourceSize` × 3 bytes.
  ///   - target: room for `size` × 3 bytes, which is written.
  /// - Complexity: O(source pixels + result pixels · filter width).
  package mutating func resize(
    _ source: UnsafePointer<UInt8>, _ sourceSize: ImageSize, into target: UnsafeMutablePointer<UInt8>
  ) {
    let rows = TriangleFilter.reusing(self.rows, from: sourceSize.height, to: size.height)
    let columns = TriangleFilter.reusing(self.columns, from: sourceSize.width, to: size.width)
    (self.rows, self.columns) = (rows, columns)

    // The first pass is the one that leaves fewer pixels.
    let narrow = ImageSize(height: sourceSize.height, width: size.width)
    let low = ImageSize(height: size.height, width: sourceSize.width)
    let middle = narrow.area <= low.area ? narrow : low
    if between.count < middle.bytes { between = [UInt8](repeating: 0, count: middle.bytes) }
    between.withUnsafeMutableBufferPointer { buffer in
      guard let between = buffer.baseAddress else { return }
      if middle == narrow {
        columns.mixWithinRows(of: source, sourceSize, into: between)
        rows.mixRows(of: between, rowBytes: middle.width * 3, into: target)
      } else {
        rows.mixRows(of: source, rowBytes: middle.width * 3, into: between)
        columns.mixWithinRows(of: between, middle, into: target)
      }
    }
  }
}
