import Results

/// The label sets that say something of clusters: those of several classes, on enough items.
extension TruthsRecord {
  /// The same without label sets of one class, with which any clusters agree equally.
  var ofSeveralClasses: TruthsRecord {
    var record = self
    record.labelSets.removeAll { $0.classes < 2 }
    let known = Set(record.labelSets.map(\.name))
    record.comparisons.removeAll { !known.contains($0.first) || !known.contains($0.second) }
    record.agreements.removeAll { !known.contains($0.first) || !known.contains($0.second) }
    return record
  }

  /// The same without comparisons on fewer than ``fewestItems`` items.
  var judged: TruthsRecord {
    var record = ofSeveralClasses
    record.comparisons.removeAll { $0.items < Self.fewestItems }
    return record
  }
}
