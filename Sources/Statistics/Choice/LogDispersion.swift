import Core
import Foundation
import Matrices

extension Partition {
  /// Returns log W: the logarithm of the sum over the rows of their squared distances to the mean of their cluster, in
  /// true units.
  ///
  /// - Parameter rows: items × columns, one a label.
  /// - Returns: NaN where a row has no cluster or W is 0.
  /// - Complexity: O(rows · columns).
  package func logDispersion(of rows: Matrix) -> Double {
    precondition(labels.count == rows.rows, "\(rows.rows) rows have \(labels.count) labels")
    guard rows.rows > 0, labels.allSatisfy({ $0 >= 0 }) else { return .nan }
    let members = Dictionary(grouping: labels.indices) { labels[$0] }
    let sum = rows.withExactRows { block in
      members.sorted { $0.key < $1.key }.reduce(0.0) { $0 + block.squaredDistances(of: $1.value) }
    }
    let dispersion = rows.frame.trueSquare(of: sum)
    return dispersion > 0 && dispersion.isFinite ? log(dispersion) : .nan
  }
}

extension ExactRows {
  /// The sum of the squared distances of some rows to their mean, in stored units.
  fileprivate func squaredDistances(of members: [Int]) -> Double {
    var center = [Double](repeating: 0, count: columns)
    return center.withUnsafeMutableBufferPointer { center in
      guard let base = center.baseAddress else { return 0 }
      for row in members {
        add(high.pointer(toRow: row), to: base, columns)
        if let low { add(low.pointer(toRow: row), to: base, columns) }
      }
      for column in 0..<columns { base[column] /= Double(members.count) }
      return members.reduce(0) { $0 + squaredDistance($1, to: base) }
    }
  }
}
