import Fusebench

/// The share of clusters that hold items of one class alone.
struct PureClusters: ExternalScore {
  let name = "pure-clusters"
  let title = "Share of pure clusters"
  let meaning = "share of the clusters that hold items of one class alone; 1 is perfect"

  func score(_ table: ContingencyTable) -> Double {
    let classes = Dictionary(grouping: table.cells, by: \.column).values
    return Double(classes.count { $0.count == 1 }) / Double(table.occupiedClusters)
  }
}
