/// Clusters in which two or more classes are the most common ones, so that the order of the classes decides the vote.
///
/// The agreement is the same for every choice; the agreement by chance, and so kappa, is not.
package struct VoteTies: Sendable, Equatable {
  /// The number of clusters with such a tie.
  package let clusters: Int
  /// The number of items in them whose class is known.
  package let items: Int
  /// The kappa of the vote as it is taken.
  package let kappa: Double
  /// The least and the greatest kappa over all choices.
  package let range: ClosedRange<Double>

  /// Counts the ties of a table; nil without any.
  ///
  /// Each cluster adds the product of its total and that of its class to the agreement by chance, so that the extremes are
  /// those of each cluster by itself.
  /// - Complexity: O(pairs).
  package init?(_ table: ContingencyTable) {
    var tallies = [Tally](repeating: Tally(), count: table.clusterIDs.count)
    for cell in table.cells { tallies[cell.column].add(cell, classTotal: table.classTotals[cell.classID]) }
    let tied = tallies.indices.filter { tallies[$0].classes > 1 }
    guard !tied.isEmpty else { return nil }
    let agreeing = tallies.reduce(0) { $0 + $1.count }
    func kappa(_ total: KeyPath<Tally, Int>) -> Double {
      let chance = tallies.indices.reduce(0) { $0 + tallies[$1][keyPath: total] * table.clusterTotals[$1] }
      return CohenKappa.kappa(agreeing: agreeing, chance: chance, total: table.total)
    }
    clusters = tied.count
    items = tied.reduce(0) { $0 + table.clusterTotals[$1] }
    self.kappa = kappa(\.first)
    range = kappa(\.largest)...kappa(\.smallest)
  }

  /// The most common classes of a cluster.
  private struct Tally {
    /// The number of items in each of them.
    var count = 0
    /// The number of such classes.
    var classes = 0
    /// The number of items, in all clusters, of the first, the smallest and the largest of them.
    var first = 0
    var smallest = 0
    var largest = 0

    /// Takes the next class, by ascending id.
    mutating func add(_ cell: ContingencyTable.Cell, classTotal: Int) {
      if cell.count > count {
        (count, classes) = (cell.count, 1)
        (first, smallest, largest) = (classTotal, classTotal, classTotal)
      } else if cell.count == count {
        classes += 1
        (smallest, largest) = (min(smallest, classTotal), max(largest, classTotal))
      }
    }
  }
}
