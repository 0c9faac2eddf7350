import Core

extension LabelSet {
  /// The labels without those of items that a partition left out, so that all partitions are compared on the same items.
  package func onItems(of partitions: [Partition]) -> LabelSet {
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

  /// The label sets without the labels of items that one of them does not label, or that a partition left out, so that
  /// all are compared on the same items.
  static func onSharedItems(_ labelSets: [LabelSet], of partitions: [Partition]) -> [LabelSet] {
    guard let first = labelSets.first, labelSets.allSatisfy({ $0.values.count == first.values.count }) else {
      return labelSets
    }
    let isShared = first.values.indices.map { item in labelSets.allSatisfy { $0.values[item] != unlabelled } }
    return labelSets.map { labelSet in
      LabelSet(
        name: labelSet.name, classes: labelSet.classes,
        values: zip(labelSet.values, isShared).map { $1 ? $0 : unlabelled }
      ).onItems(of: partitions)
    }
  }
}
