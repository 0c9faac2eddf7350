import Core
import Matrices

/// The choice of the nouns that describe the rows best, by the centers of their clusters.
struct NounSelection {
  /// The chosen nouns, in ascending order.
  var nouns: [Int]
  /// The number of centers that chose none.
  var emptyCenters = 0

  /// Takes the nouns that belong to each center most clearly: a noun belongs to the center that it is likeliest of, by the
  /// softmax of its cosines with all of them, and of each center those with the highest likelihood are taken (Li et al.,
  /// "Image clustering with external guidance", 2024).
  ///
  /// - Complexity: O(nouns · centers · columns).
  static func classified(_ nouns: Matrix, by centers: Matrix, perCenter: Int) -> NounSelection {
    let entries = ExponentialRows(nouns, references: centers, scale: 1)
    let count = centers.rows
    let found = Parallel.mapChunks(of: nouns.rows, size: 256) { _, range in
      let cosines = Buffer<Float>(count: entries.width)
      return range.map { noun -> (center: Int, likelihood: Double) in
        entries.writeCosines(of: noun..<noun + 1, to: cosines.base)
        var best = 0
        for center in 1..<max(count, 1) where cosines[center] > cosines[best] { best = center }
        var sum = 0.0
        for center in 0..<count { sum += exponential(Double(cosines[center]) - Double(cosines[best])) }
        return (best, 1 / sum)
      }
    }.flatMap(\.self)
    var own = [[Int]](repeating: [], count: count)
    for (noun, entry) in found.enumerated() { own[entry.center].append(noun) }
    let chosen = own.flatMap { members in
      members.sorted { (-found[$0].likelihood, $0) < (-found[$1].likelihood, $1) }.prefix(perCenter)
    }
    return NounSelection(nouns: chosen.sorted(), emptyCenters: own.count(where: \.isEmpty))
  }

  /// Takes the nouns with the highest cosines with each center; a noun may be chosen by several.
  ///
  /// - Complexity: O(nouns · centers · columns).
  static func nearest(_ nouns: Matrix, to centers: Matrix, perCenter: Int) -> NounSelection {
    let entries = ExponentialRows(centers, references: nouns, scale: 1)
    let chosen = Parallel.mapChunks(of: centers.rows, size: 4) { _, range in
      let cosines = Buffer<Float>(count: entries.width)
      return range.flatMap { center -> [Int] in
        entries.writeCosines(of: center..<center + 1, to: cosines.base)
        let order = (0..<nouns.rows).sorted { (-cosines[$0], $0) < (-cosines[$1], $1) }
        return Array(order.prefix(perCenter))
      }
    }.flatMap(\.self)
    return NounSelection(nouns: Set(chosen).sorted())
  }
}
