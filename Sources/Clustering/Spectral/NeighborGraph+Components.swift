import Core
import Matrices

extension NeighborGraph {
  /// The clusters where there are more components than wanted: the largest components, the first of equals first, and each
  /// of the others with the one among them that holds the row nearest to one of its own.
  ///
  /// - Precondition: there are more components than clusters.
  /// - Complexity: O(rows of the other components · rows · columns).
  func joinedComponents(_ matrix: Matrix, clusters: Int) -> [Int32] {
    let largest = componentSizes.indices.sorted { (-componentSizes[$0], $0) < (-componentSizes[$1], $1) }.prefix(
      clusters)
    var numbers = [Int32](repeating: -1, count: componentSizes.count)
    for (number, component) in largest.sorted().enumerated() { numbers[component] = Int32(number) }
    let isKept = components.map { numbers[Int($0)] >= 0 }
    let (kept, others) = ((0..<rows).filter { isKept[$0] }, (0..<rows).filter { !isKept[$0] })
    let nearest = matrix.withExactRows { block in
      Parallel.mapChunks(of: others.count, size: 16) { _, range in
        range.map { position -> (square: Double, row: Int) in
          var best = (square: Double.infinity, row: kept[0])
          for row in kept {
            let square = block.squaredDistance(others[position], row)
            if square < best.square { best = (square, row) }
          }
          return best
        }
      }.flatMap(\.self)
    }
    var least = [Double](repeating: .infinity, count: componentSizes.count)
    for (row, found) in zip(others, nearest) where found.square < least[Int(components[row])] {
      least[Int(components[row])] = found.square
      numbers[Int(components[row])] = numbers[Int(components[found.row])]
    }
    return components.map { max(numbers[Int($0)], 0) }
  }
}
