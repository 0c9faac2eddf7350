import Core
import Features
import Foundation
import Matrices

/// The relation of groups of equal rows to the classes of a label set. Items without a label do not count.
///
/// Two rules follow. *Mixed*: where equal rows belong to several classes, no clustering of k-means and the like parts them, and the
/// best that any of these can reach is that each group counts for its most common class; said when that is below 0.995. *Given away*: there
/// are at most a tenth as many distinct rows as items, and at least 95 % of the items that share their row share it only
/// with their own class, where no more than half of them would if the labels were dealt at random. That rows which all
/// differ "determine" the labels is no evidence, and neither is a label set of one class.
package struct RowClasses: Equatable {
  /// The label set.
  package let name: String
  /// Items with a label.
  package let items: Int
  /// Their distinct rows.
  package let distinct: Int
  /// The classes that have an item.
  package let classes: Int
  /// Items whose row another item has too.
  package let sharing: Int
  /// The number of shared rows whose items all belong to one class.
  package let pure: Int
  /// The fraction of the sharing items that would be pure by chance, were each label drawn from the label set's own
  /// frequencies.
  package let pureByChance: Double
  /// Groups of equal rows with more than one class.
  package let mixedGroups: Int
  /// The items in these.
  package let mixed: Int
  /// The highest purity of any clustering in which equal rows share a cluster: Σ over distinct rows of the count of the
  /// most common class, divided by the items. Accuracy and kappa cannot exceed it either: accuracy counts fewer items as
  /// right than purity, and kappa is at most the agreement that it corrects for chance.
  package let bound: Double

  /// - Precondition: one label a row.
  /// - Complexity: O(rows + classes · √rows).
  package init(_ groups: RowGroups, _ labels: LabelSet) {
    precondition(groups.groups.count == labels.values.count, "one label a row")
    let counts = labels.classCounts
    let tally = Self.tally(groups, labels)
    name = labels.name
    items = counts.reduce(0, +)
    classes = counts.count { $0 > 0 }
    distinct = tally.distinct
    sharing = tally.sharing
    pure = tally.sharing - tally.mixed
    pureByChance = Self.pureByChance(tally.sizes, counts)
    mixedGroups = tally.mixedGroups
    mixed = tally.mixed
    bound = items == 0 ? 1 : Double(tally.majority) / Double(items)
  }

  /// True where items that cannot be told apart hold every score down.
  package var isMixed: Bool { items > 0 && bound < 0.995 }

  /// True where the few distinct rows stand for the classes.
  package var isGivenAway: Bool {
    classes > 1 && distinct * 10 <= items && pure * 100 >= sharing * 95 && pureByChance <= 0.5
  }

  private struct Tally {
    var distinct = 0, sharing = 0, mixed = 0, mixedGroups = 0, majority = 0
    /// The numbers of groups of each size above 1.
    var sizes: [Int: Int] = [:]
  }

  private static func tally(_ groups: RowGroups, _ labels: LabelSet) -> Tally {
    // The labels sorted by group, each group's in a row.
    var starts = [0]
    for size in groups.sizes { starts.append(starts[starts.count - 1] + size) }
    var sorted = [Int32](repeating: LabelSet.unlabelled, count: labels.values.count)
    var next = starts
    for (group, label) in zip(groups.groups, labels.values) {
      sorted[next[Int(group)]] = label
      next[Int(group)] += 1
    }
    var tally = Tally()
    var counts = [Int](repeating: 0, count: labels.classes.count)
    for group in groups.sizes.indices {
      let members = sorted[starts[group]..<starts[group + 1]]
      var (size, most) = (0, 0)
      for label in members where label >= 0 {
        counts[Int(label)] += 1
        size += 1
        most = max(most, counts[Int(label)])
      }
      for label in members where label >= 0 { counts[Int(label)] = 0 }
      guard size > 0 else { continue }
      tally.distinct += 1
      tally.majority += most
      guard size > 1 else { continue }
      tally.sharing += size
      tally.sizes[size, default: 0] += 1
      if most < size {
        tally.mixed += size
        tally.mixedGroups += 1
      }
    }
    return tally
  }

  /// Σ over the groups of size · Σ over the classes of frequency^size, divided by the items in these groups.
  private static func pureByChance(_ sizes: [Int: Int], _ counts: [Int]) -> Double {
    let items = Double(counts.reduce(0, +))
    let frequencies = counts.filter { $0 > 0 }.map { Double($0) / items }
    var (pure, all) = (0.0, 0.0)
    for (size, groups) in sizes.sorted(by: { $0.key < $1.key }) {
      let weight = Double(size * groups)
      pure += weight * frequencies.reduce(0) { $0 + pow($1, Double(size)) }
      all += weight
    }
    return all == 0 ? 1 : pure / all
  }
}

// MARK: - Wording

extension RowClasses {
  /// One notice for all label sets whose classes the few distinct rows of a feature set stand for.
  package static func givenAway(_ found: [RowClasses], _ name: String) -> Notice? {
    let given = found.filter(\.isGivenAway)
    guard let first = given.first else { return nil }
    let shares = given.map { labels in
      labels.mixed == 0
        ? "each belongs to one \(LeakText.noun(labels.name))"
        : "\(LeakText.percent(Double(labels.pure) / Double(labels.sharing))) of the items share theirs only with their "
          + "own \(LeakText.noun(labels.name))"
    }
    let labels = given.map { "\(counted($0.classes, "class", plural: "classes")) of \($0.name)" }.joined(
      separator: " and ")
    return Notice(
      kind: "rows-give-labels",
      message: "\(name): its \(counted(first.distinct, "distinct row")) among \(first.items.grouped) follow the "
        + "\(labels): \(shares.joined(separator: ", ")); scores on it show how it was made, not what clustering "
        + "finds; make it without the labels")
  }

  /// One notice for all other label sets of which equal rows of a feature set have several classes, with their bounds.
  package static func mixed(_ found: [RowClasses], _ name: String) -> Notice? {
    let mixed = found.filter { $0.isMixed && !$0.isGivenAway }
    guard !mixed.isEmpty else { return nil }
    let counts = mixed.map { labels in
      "\(labels.mixed.grouped) of \(counted(labels.items, "item")) share their row with another "
        + "\(LeakText.noun(labels.name)) (\(counted(labels.mixedGroups, "distinct row")))"
    }
    let bounds = mixed.map { LeakText.bound($0.bound) + (mixed.count > 1 ? " on \($0.name)" : "") }
    return Notice(
      kind: "rows-across-classes",
      message:
        "\(name): \(counts.joined(separator: ", ")): a clustering that keeps equal rows together, as k-means does, "
        + "cannot score above \(bounds.joined(separator: " or ")) in purity, accuracy or kappa; one that parts them follows their "
        + "order; only other features can separate these items"
    )
  }
}
