import Matrices

/// The parts side by side: each one's rows scaled, weighted, and put next to the others'.
public struct Concatenation: FusionStrategy {
  public var name: String { "concatenation" }
  /// How each part's rows are scaled first; L2 makes the parts equally long whatever their units.
  public var normalize: RowScaling
  /// A factor for each part, summing to 1; nil joins them as they are.
  public var weights: [Double]?

  public init(normalize: RowScaling = .l2, weights: [Double]? = nil) {
    self.normalize = normalize
    self.weights = weights
  }

  /// - Complexity: O(rows · columns of all parts).
  public func fuse(_ parts: [Matrix]) throws -> Fused {
    try validate(parts, weights: weights, sumToOne: true)
    guard parts.allSatisfy(\.isPlain) else { return Fused(rows: joinedExactly(parts)) }
    let rows = parts[0].rows
    let columns = parts.reduce(0) { $0 + $1.columns }
    let joined = Matrix(rows: rows, columns: columns) { target in
      var offset = 0
      for (index, part) in parts.enumerated() {
        let factor = weights.map { Float($0[index]) } ?? 1
        copy(part, times: factor, into: target, at: offset)
        offset += part.columns
      }
    }
    return Fused(rows: joined)
  }

  /// Joins the true values of parts, of which some have an origin, a scale or a remainder, and stores them anew.
  private func joinedExactly(_ parts: [Matrix]) -> Matrix {
    let columns = parts.reduce(0) { $0 + $1.columns }
    let directions = normalize == .l2 ? parts.map { $0.l2Normalized() } : parts
    return Matrix.storing(rows: parts[0].rows, columns: columns) { range, target in
      var offset = 0
      for (index, part) in directions.enumerated() {
        let factor = weights?[index] ?? 1
        part.withExactRows { source in
          for row in range {
            let to = target + (row - range.lowerBound) * columns + offset
            source.readTrueValues(row, into: to)
            for column in 0..<part.columns { to[column] *= factor }
          }
        }
        offset += part.columns
      }
    }
  }

  /// Scales the rows on their way, so that no scaled copy of the part is needed.
  private func copy(_ part: Matrix, times factor: Float, into target: MutableRowBlock, at offset: Int) {
    part.withRows { source in
      Parallel.forEachChunk(of: source.rows, size: 1024) { _, range in
        for row in range {
          let (from, to) = (source.pointer(toRow: row), target.pointer(toRow: row) + offset)
          let scale = normalize.factor(of: from, source.columns)
          for column in 0..<source.columns { to[column] = from[column] * scale * factor }
        }
      }
    }
  }
}
