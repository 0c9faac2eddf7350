/// The weights with which the samples of a line become fewer or more of them: a triangle around each result's centre,
/// as wide as two results where they are fewer, as two samples where they are more.
struct TriangleFilter {
  /// The weights are fractions of 2²², so that a sum of 256 of them fits into 32 bits.
  private static let fractionBits: Int32 = 22
  private static let half: Int32 = 1 << (fractionBits - 1)

  private let sourceCount: Int
  private let count: Int
  /// For each result, the first sample that it is made of.
  private var starts: [Int] = []
  /// For each result, where its weights end; they begin where those of the one before end.
  private var ends: [Int] = []
  private var weights: [Int32] = []

  init(from sourceCount: Int, to count: Int) {
    self.sourceCount = sourceCount
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

  /// `old` where it is the filter asked for.
  static func reusing(_ old: TriangleFilter?, from sourceCount: Int, to count: Int) -> TriangleFilter {
    if let old, old.sourceCount == sourceCount, old.count == count { return old }
    return TriangleFilter(from: sourceCount, to: count)
  }

  /// Each row of an image becomes one of `count` pixels.
  func mixWithinRows(of image: UnsafePointer<UInt8>, _ size: ImageSize, into target: UnsafeMutablePointer<UInt8>) {
    weights.withUnsafeBufferPointer { weights in
      for row in 0..<size.height {
        let samples = image + row * sourceCount * 3
        let results = target + row * count * 3
        var begin = 0
        for index in 0..<count {
          var (red, green, blue) = (Self.half, Self.half, Self.half)
          var pixel = samples + starts[index] * 3
          for position in begin..<ends[index] {
            let weight = weights[position]
            red &+= weight &* Int32(pixel[0])
            green &+= weight &* Int32(pixel[1])
            blue &+= weight &* Int32(pixel[2])
            pixel += 3
          }
          results[3 * index] = Self.byte(red)
          results[3 * index + 1] = Self.byte(green)
          results[3 * index + 2] = Self.byte(blue)
          begin = ends[index]
        }
      }
    }
  }

  /// An image of `sourceCount` rows becomes one of `count` rows.
  func mixRows(of image: UnsafePointer<UInt8>, rowBytes: Int, into target: UnsafeMutablePointer<UInt8>) {
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: rowBytes) { buffer in
      guard let sums = buffer.baseAddress else { return }
      var begin = 0
      for index in 0..<count {
        sums.initialize(repeating: Self.half, count: rowBytes)
        for position in begin..<ends[index] {
          let weight = weights[position]
          let samples = image + (starts[index] + position - begin) * rowBytes
          for lane in 0..<rowBytes { sums[lane] &+= weight &* Int32(samples[lane]) }
        }
        let results = target + index * rowBytes
        for lane in 0..<rowBytes { results[lane] = Self.byte(sums[lane]) }
        begin = ends[index]
      }
    }
  }

  private static func byte(_ sum: Int32) -> UInt8 { UInt8(truncatingIfNeeded: min(max(sum >> fractionBits, 0), 255)) }
}
