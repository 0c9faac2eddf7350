import Core

/// The extent to which captions name the classes of a label set. Items without a label do not count.
///
/// The rule: at least 5 % of the captions name the class of their item, or at least half of those of some class of ten
/// items or more, and at least ten in all; and the class that a caption names first is the item's own more often than by
/// chance, by at least a tenth of what chance leaves open. So a class called "one" that is in every caption is no evidence.
package struct CaptionNames: Equatable {
  /// The label set.
  package let name: String
  package let classes: [String]
  /// Items with a label, of each class.
  package let items: [Int]
  /// The numbers of these that name the item's class.
  package let own: [Int]
  /// Captions that name any class.
  package let naming: Int
  /// Captions that name the item's class before any other.
  package let right: Int
  /// The number expected by chance, were each label drawn from the label set's own frequencies.
  package let rightByChance: Double

  /// Nil where no caption names a class.
  ///
  /// - Precondition: one label a caption.
  /// - Complexity: O(characters), by all threads, whatever the number of classes.
  package init?(_ captions: [String], _ labels: LabelSet) {
    precondition(captions.count == labels.values.count, "one label a caption")
    let index = ClassNameIndex(labels.classes)
    guard !index.isEmpty else { return nil }
    let mentions = Parallel.mapChunks(of: captions.count, size: 1024) { _, range in
      range.map { Mention(in: captions[$0], of: labels.values[$0], index) }
    }
    var items = [Int](repeating: 0, count: labels.classes.count)
    var own = items
    // The numbers of captions that name each class before any other.
    var leading = items
    var right = 0
    for (label, mention) in zip(labels.values, mentions.joined()) where label >= 0 {
      items[Int(label)] += 1
      if mention.isOfOwn { own[Int(label)] += 1 }
      if mention.first >= 0 { leading[Int(mention.first)] += 1 }
      if mention.first == label { right += 1 }
    }
    naming = leading.reduce(0, +)
    guard naming > 0 else { return nil }
    let total = Double(items.reduce(0, +))
    rightByChance = zip(leading, items).reduce(0) { $0 + Double($1.0) * Double($1.1) / total }
    (name, classes) = (labels.name, labels.classes)
    (self.items, self.own, self.right) = (items, own, right)
  }

  /// Captions that name the item's class.
  package var ownCount: Int { own.reduce(0, +) }
  /// Items with a label.
  package var itemCount: Int { items.reduce(0, +) }

  package var isLeak: Bool {
    let agreement = Double(right) - rightByChance
    let affected = ownCount * 20 >= itemCount || items.indices.contains { items[$0] >= 10 && own[$0] * 2 >= items[$0] }
    return ownCount >= 10 && affected && agreement > 0 && agreement * 10 >= Double(naming) - rightByChance
  }

  /// Up to three classes whose names stand in the largest shares of their captions, no smaller than the overall share,
  /// with these shares; of classes with ten items or more where one of these is named.
  package var mostAffected: [(label: Int, share: Double)] {
    func share(_ label: Int) -> Double { Double(own[label]) / Double(items[label]) }
    let named = items.indices.filter { own[$0] > 0 && own[$0] * itemCount >= ownCount * items[$0] }
    let large = named.filter { items[$0] >= 10 }
    let ranked = (large.isEmpty ? named : large).sorted { (share($1), $0) < (share($0), $1) }
    return ranked.prefix(3).map { ($0, share($0)) }
  }
}

// MARK: - Wording

extension CaptionNames {
  /// One notice for all label sets whose classes the captions name.
  package static func notice(_ found: [CaptionNames]) -> Notice? {
    let leaks = found.filter(\.isLeak)
    guard !leaks.isEmpty else { return nil }
    return Notice(
      kind: "captions-name-classes",
      message:
        "captions: \(leaks.map(\.sentence).joined(separator: "; ")): text features of them can read the answer, so "
        + "compare with captions without these names")
  }

  private var sentence: String {
    let noun = LeakText.noun(name)
    let share = LeakText.percent(Double(ownCount) / Double(itemCount))
    let most = mostAffected.map { "\(classes[$0.label]) \(LeakText.percent($0.share))" }.joined(separator: ", ")
    return
      "\(ownCount.grouped) of \(itemCount.grouped) (\(share)) name their own \(noun), most often \(most); the first "
      + "\(noun) named is right in \(LeakText.percent(Double(right) / Double(naming))) of \(naming.grouped)"
  }
}

extension CaptionNames {
  /// The classes that one caption names.
  private struct Mention {
    /// The class that it names first, or -1.
    let first: Int32
    /// True where it names the class of its item.
    let isOfOwn: Bool

    init(in caption: String, of label: Int32, _ index: ClassNameIndex) {
      let named = label < 0 ? [] : index.classes(namedIn: caption)
      first = named.first ?? -1
      isOfOwn = named.contains(label)
    }
  }
}
