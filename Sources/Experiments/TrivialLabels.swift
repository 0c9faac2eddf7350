import Core

/// Labels and clusters that make scores meaningless: a single class, or about as many classes or clusters as items.
///
/// A score against them is 0 or 1 for nearly any clusters; there is a note, because the number itself looks like a result.
package enum TrivialLabels {
  /// A note for labels of one class, or of more classes than half the items.
  package static func notice(of labelSet: LabelSet) -> Notice? {
    notice(
      labelSet.name, classes: labelSet.occupiedClasses, items: labelSet.values.count - labelSet.unlabelledCount)
  }

  /// The same by counts.
  ///
  /// - Parameters:
  ///   - classes: the classes that have an item.
  ///   - items: the items whose class is known.
  package static func notice(_ name: String, classes: Int, items: Int) -> Notice? {
    guard items > 1 else { return nil }
    let counts = "(\(counted(classes, "class", plural: "classes")) for \(counted(items, "item")))"
    if classes == 1 {
      return Notice(
        kind: "one-class",
        message: "\(name): every item is of one class \(counts): scores are meaningless; check the column")
    }
    if classes == items {
      return Notice(
        kind: "class-per-item",
        message: "\(name): every item has a class of its own \(counts): scores are meaningless; check the column")
    }
    guard classes > items / 2 else { return nil }
    return Notice(
      kind: "class-per-item",
      message:
        "\(name): most items have a class of their own \(counts): scores carry little information; check the column")
  }

  /// A note for more clusters than half the items, which score near 1 by majority vote whatever the labels are; none for more
  /// clusters than items, which no method can make.
  package static func notice(clusters: Int, of clusterer: String, items: Int) -> Notice? {
    guard items > 1, clusters > items / 2, clusters <= items else { return nil }
    return Notice(
      kind: "cluster-per-item",
      message: "\(clusterer): \(counted(clusters, "cluster")) for \(counted(items, "item")), "
        + "\(clusters == items ? "one per item" : "fewer than two items each"): kappa and purity by majority vote are "
        + "near 1 for any labels; ask for fewer clusters")
  }
}
