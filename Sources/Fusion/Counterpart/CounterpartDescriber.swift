import Core
import Matrices
import Stages

/// The nouns of a counterpart space, for the centers of groups of its rows.
struct CounterpartDescriber: GroupDescriber {
  /// The input of the space.
  let rows: Matrix
  /// The names of the kept nouns.
  let names: [String]
  let weights: NounWeights

  /// - Complexity: O(rows of the groups · columns + groups · nouns · columns).
  func describe(centersOf groups: [[Int]]) -> [[NamedWeight]] {
    guard !groups.isEmpty else { return [] }
    let centers = directions(of: groups)
    let hasDirection = centers.zeroRows().map { !$0 }
    let largest = weights.largest(of: centers)
    return groups.indices.map { group in
      guard hasDirection[group] else { return [] }
      return (group * largest.count..<(group + 1) * largest.count).map {
        NamedWeight(names[Int(largest.positions[$0])], largest.shares[$0])
      }
    }
  }

  /// The directions of the means of the rows' directions, groups × columns; zeros for a group without one.
  private func directions(of groups: [[Int]]) -> Matrix {
    let columns = rows.columns
    return Matrix(rows: groups.count, columns: columns) { target in
      rows.withExactRows { source in
        Parallel.forEachChunk(of: groups.count, size: 1) { group, _ in
          let values = Buffer<Double>(count: columns)
          let sums = Buffer<Double>(repeating: 0, count: columns)
          for row in groups[group] {
            source.readTrueValues(row, into: values.base)
            let length = Self.length(values.base, columns)
            guard length > 0 else { continue }
            for column in 0..<columns { sums[column] += values[column] / length }
          }
          let length = Self.length(sums.base, columns)
          // Directions that cancel leave rounding alone.
          let isCentered = length > 1e-9 * Double(groups[group].count)
          for column in 0..<columns { target[group, column] = isCentered ? Float(sums[column] / length) : 0 }
        }
      }
    }
  }

  /// The length of a vector, by its largest entry, whose square may be out of range.
  private static func length(_ values: UnsafeMutablePointer<Double>, _ count: Int) -> Double {
    let largest = (0..<count).reduce(0) { max($0, abs(values[$1])) }
    guard largest > 0 else { return 0 }
    return largest * (0..<count).reduce(0.0) { $0 + (values[$1] / largest) * (values[$1] / largest) }.squareRoot()
  }
}

extension Counterpart {
  /// The numbers of the way to a space that are worth a record.
  static func facts(
    _ found: ChoosingCenters, _ selection: NounSelection, nouns: Int, _ plan: TransportPlan?
  ) -> [String: [Double]] {
    var facts = [
      "centers": [Double(found.centers.rows)], "centersWithoutNouns": [Double(selection.emptyCenters)],
      "vocabulary": [Double(nouns)], "nouns": [Double(selection.nouns.count)],
      "centerObjectives": found.objectives,
    ]
    if let sample = found.sample {
      (facts["startRows"], facts["centerInertia"]) = ([Double(sample.rows)], [sample.inertia])
    }
    if let plan {
      facts["transportIterations"] = [Double(plan.iterations)]
      facts["marginalError"] = [plan.error]
    }
    return facts
  }
}

extension NounWeights {
  /// Returns the largest weights of each row alone.
  ///
  /// - Parameter rows: plain rows of length 1 or 0.
  func largest(of rows: Matrix) -> Largest {
    var largest = Largest(positions: [], shares: [], count: 1)
    _ = Matrix(rows: rows.rows, columns: nouns.columns) { target in largest = write(rows, into: target, at: 0) }
    return largest
  }
}
