import Core
import Matrices

extension Images {
  /// The pixels as features: count × (3 · height · width), each (byte / 255 − 0.5) / 0.5 and so from −1 to 1.
  ///
  /// The columns are in the order of CIFAR's binaries and of a flattened channels-first tensor: the red of all pixels
  /// row after row, then the green, then the blue.
  /// - Throws: ``DatasetError`` when the matrix, four times as large as the images, is larger than the machine's memory.
  /// - Complexity: O(count · height · width).
  package func pixels() throws -> Matrix {
    try Self.requireMemory(count: count, size: size, bytesPerSample: MemoryLayout<Float>.size)
    let area = size.area
    return Matrix(rows: count, columns: Self.channels * area) { target in
      Parallel.forEachChunk(of: count, size: 64) { _, range in
        for index in range {
          let row = target.pointer(toRow: index)
          withBytes(of: index) { bytes in
            guard let from = bytes.baseAddress else { return }
            for channel in 0..<Self.channels {
              scale(from + channel, into: row + channel * area, count: area)
            }
          }
        }
      }
    }
  }
}

/// Every third byte from `bytes` on, scaled to −1 … 1.
private func scale(_ bytes: UnsafePointer<UInt8>, into target: UnsafeMutablePointer<Float>, count: Int) {
  for pixel in 0..<count { target[pixel] = (Float(bytes[Images.channels * pixel]) / 255 - 0.5) / 0.5 }
}
