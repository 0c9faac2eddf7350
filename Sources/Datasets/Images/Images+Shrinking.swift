extension Images {
  /// Some of the images, in the order of `indices`, shrunk so that neither side is longer than `longestSide` pixels;
  /// smaller ones stay as they are.
  package func selecting(_ indices: [Int], longestSide: Int) -> Images {
    let longest = max(height, width)
    guard longest > longestSide else { return selecting(indices) }
    func shrunk(_ side: Int) -> Int { max((side * longestSide + longest / 2) / longest, 1) }
    let small = ImageSize(height: shrunk(height), width: shrunk(width))
    var resizer = ImageResizer(to: small)
    var bytes = [UInt8](repeating: 0, count: indices.count * small.bytes)
    bytes.withUnsafeMutableBufferPointer { target in
      for (position, index) in indices.enumerated() {
        withBytes(of: index) { source in
          guard let from = source.baseAddress, let to = target.baseAddress else { return }
          resizer.resize(from, size, into: to + position * small.bytes)
        }
      }
    }
    return Images(count: indices.count, size: small, bytes: bytes)
  }
}
