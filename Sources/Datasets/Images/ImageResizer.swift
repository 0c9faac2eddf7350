/// Resizes RGB images with a triangle filter (bilinear; widened when shrinking, so that every pixel counts and none
/// aliases), in whole numbers: the same bytes on every machine. The sides are scaled independently.
package struct ImageResizer {
  package let size: ImageSize
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
    let columns = TriangleFilter(from: sourceSize.width, to: size.width)
    let rows = TriangleFilter(from: sourceSize.height, to: size.height)
    // The first pass is the one that leaves fewer pixels.
    let narrow = ImageSize(height: sourceSize.height, width: size.width)
    let low = ImageSize(height: size.height, width: sourceSize.width)
    let middle = narrow.area <= low.area ? narrow : low
    if between.count < middle.bytes { between = [UInt8](repeating: 0, count: middle.bytes) }

    between.withUnsafeMutableBufferPointer { buffer in
      guard let between = buffer.baseAddress else { return }
      if middle == narrow {
        columns.filterRows(of: source, sourceSize, into: between)
        rows.filterColumns(of: between, middle, into: target)
      } else {
        rows.filterColumns(of: source, sourceSize, into: between)
        columns.filterRows(of: between, middle, into: target)
      }
    }
  }
}

/// The weights with which the samples of a line become fewer or more of them.
private struct TriangleFilter {
  /// The weights are fractions of 2²².
  static let fractionBits = 22

  private let count: Int
  /// For each result, the first source sample that it is made of.
  private var starts: [Int] = []
  /// For each result, where its weights end; they begin where those of the one before end.
  private var ends: [Int] = []
  private var weights: [Int32] = []

  init(from sourceCount: Int, to count: Int) {
    self.count = count
    let scale = Double(sourceCount) / Double(count)
    let radius = max(scale, 1)
    for index in 0..<count {
      let center = (Double(index) + 0.5) * scale
      let first = max(0, Int((center - radius + 0.5).rounded(.down)))
      let end = min(sourceCount, Int((center + radius + 0.5).rounded(.down)))
      let heights = (first..<end).map { max(0, 1 - abs((Double($0) + 0.5 - center) / radius)) }
      let sum = heights.reduce(0, +)
      starts.append(first)
      weights += heights.map { Int32(($0 / sum * Double(1 << Self.fractionBits)).rounded()) }
      ends.append(weights.count)
    }
  }

  /// Each row of an image becomes one of `count` pixels.
  func filterRows(of image: UnsafePointer<UInt8>, _ size: ImageSize, into target: UnsafeMutablePointer<UInt8>) {
    for row in 0..<size.height {
      apply(to: image + row * size.width * 3, lanes: 3, into: target + row * count * 3)
    }
  }

  /// Each column of an image becomes one of `count` pixels: a whole row takes the same weights.
  func filterColumns(of image: UnsafePointer<UInt8>, _ size: ImageSize, into target: UnsafeMutablePointer<UInt8>) {
    apply(to: image, lanes: size.width * 3, into: target)
  }

  /// Filters `lanes` neighbouring numbers at once, which samples and results are apart.
  private func apply(to source: UnsafePointer<UInt8>, lanes: Int, into target: UnsafeMutablePointer<UInt8>) {
    weights.withUnsafeBufferPointer { weights in
      var begin = 0
      for (index, start) in starts.enumerated() {
        for lane in 0..<lanes {
          var sum: Int32 = 1 << Int32(Self.fractionBits - 1)
          var from = source + start * lanes + lane
          for position in begin..<ends[index] {
            sum &+= weights[position] &* Int32(from.pointee)
            from += lanes
          }
          target[index * lanes + lane] = UInt8(clamping: sum >> Int32(Self.fractionBits))
        }
        begin = ends[index]
      }
    }
  }
}
