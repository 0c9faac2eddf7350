/// Purity: the share of items whose class is the most common one of their cluster.
///
/// It never falls when clusters are split, and is 1 when every item is its own cluster.
public struct Purity: ExternalScore {
  public let name = "purity"
  public let title = "Purity"

  public init() {}

  public func score(_ table: ContingencyTable) -> Double {
    var largest = [Int](repeating: 0, count: table.clusterIDs.count)
    for cell in table.cells { largest[cell.column] = max(largest[cell.column], cell.count) }
    return Double(largest.reduce(0, +)) / Double(table.total)
  }
}
