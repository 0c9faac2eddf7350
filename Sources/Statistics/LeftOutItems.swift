import Core

extension LabelSet {
  /// The labels without those of items that a partition left out, so that all partitions are compared on the same items.
  func onItems(of partitions: [Partition]) -> LabelSet {
    var isLeftOut = [Bool](repeating: false, count: values.count)
    for partition in partitions
    where partition.leftOutCount > 0 && partition.labels.count == values.count {
      for (item, label) in partition.labels.enumerated() where label == Partition.leftOut {
        isLeftOut[item] = true
      }
    }
    guard isLeftOut.contains(true) else { return self }
    return LabelSet(
      name: name, classes: classes, values: zip(values, isLeftOut).map { $1 ? Self.unlabelled : $0 }
    )
  }
}
