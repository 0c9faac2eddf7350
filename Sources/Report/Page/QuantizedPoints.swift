import Matrices

/// The positions of a map in 16 bits a coordinate: its longer side fills the range, the other is centred, y upwards.
struct QuantizedPoints {
  /// x and y of each point, 0 to 65,535; a point that is not finite lies in the middle.
  let words: [UInt16]

  /// - Precondition: the matrix has two columns.
  init(_ points: Matrix) {
    let positions = (0..<points.rows).map { (Double(points[$0, 0]), Double(points[$0, 1])) }
    let finite = positions.filter { $0.0.isFinite && $0.1.isFinite }
    func range(_ values: [Double]) -> (middle: Double, extent: Double) {
      guard let low = values.min(), let high = values.max() else { return (0, 0) }
      return (low / 2 + high / 2, high - low)
    }
    let (x, y) = (range(finite.map(\.0)), range(finite.map(\.1)))
    let extent = max(x.extent, y.extent)
    let scale = extent > 0 ? 65_535 / extent : 0
    func word(_ value: Double, _ middle: Double) -> UInt16 {
      let scaled = ((value - middle) * scale + 32_767.5).rounded()
      return scaled.isFinite ? UInt16(min(max(scaled, 0), 65_535)) : 32_768
    }
    words = positions.flatMap { [word($0.0, x.middle), word($0.1, y.middle)] }
  }
}
