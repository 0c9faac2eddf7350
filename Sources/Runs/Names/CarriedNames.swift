import Core
import Foundation
import Results

/// The names of clusters that a user named, carried to the clusters of a later run: each to the cluster that shares most items with
/// its own, by the Jaccard index.
package struct CarriedNames {
  /// A name that no cluster gets.
  package struct Lost {
    package let name: String
    /// The number of the cluster that it was given to, and its items.
    package let cluster: Int
    package let size: Int
    /// The cluster that shares most items with it, with its Jaccard index; nil where none shares an item.
    package let best: (cluster: Int, jaccard: Double)?
  }

  /// The least Jaccard index at which a name is carried.
  ///
  /// Above one half a cluster shares more than half of its items with the other one and the other with it, so that no third one can
  /// have as large an index with either: what is left to choose are ties at exactly one half, which go to the lower numbers.
  package static let leastJaccard = 0.5

  /// By the number of the cluster now.
  package private(set) var names: [Int: String] = [:]
  /// In the order of the former numbers.
  package private(set) var lost: [Lost] = []

  /// - Parameters:
  ///   - given: the names by the numbers of the former clusters.
  ///   - former: the clusters that were named, one an item.
  ///   - now: those of the same items now. Items that either left out do not count.
  /// - Precondition: both have as many items.
  /// - Complexity: O(items + pairs of clusters that share an item, sorted).
  package init(_ given: [Int: String], of former: [Int32], to now: [Int32]) {
    precondition(former.count == now.count, "\(former.count) and \(now.count) items are not the same")
    var (sizes, sizesNow, shared) = ([Int: Int](), [Int: Int](), [Pair: Int]())
    for (before, after) in zip(former, now) where before != Partition.leftOut && after != Partition.leftOut {
      if before >= 0 { sizes[Int(before), default: 0] += 1 }
      if after >= 0 { sizesNow[Int(after), default: 0] += 1 }
      if before >= 0, after >= 0, given[Int(before)] != nil {
        shared[Pair(former: Int(before), now: Int(after)), default: 0] += 1
      }
    }
    let pairs = shared.map { pair, count in
      (pair: pair, jaccard: Double(count) / Double((sizes[pair.former] ?? 0) + (sizesNow[pair.now] ?? 0) - count))
    }.sorted { ($1.jaccard, $0.pair.former, $0.pair.now) < ($0.jaccard, $1.pair.former, $1.pair.now) }
    var carried: Set<Int> = []
    for (pair, jaccard) in pairs where jaccard >= Self.leastJaccard {
      guard !carried.contains(pair.former), names[pair.now] == nil else { continue }
      names[pair.now] = given[pair.former]
      carried.insert(pair.former)
    }
    lost = given.sorted { $0.key < $1.key }.filter { !carried.contains($0.key) }.map { cluster, name in
      let best = pairs.first { $0.pair.former == cluster }.map { ($0.pair.now, $0.jaccard) }
      return Lost(name: name, cluster: cluster, size: sizes[cluster] ?? 0, best: best)
    }
  }

  private struct Pair: Hashable {
    let former: Int
    let now: Int
  }

  // MARK: - Notes

  /// The kind of the notes on names that are not carried.
  package static let noticeKind = "names-not-carried"

  /// A note on the names of a method that no cluster gets; nil where all are carried.
  package func notice(of method: RunPlan.Method) -> Notice? {
    guard !lost.isEmpty else { return nil }
    let reasons = lost.prefix(5).map { lost in
      let from = "\(lost.name) (of cluster \(lost.cluster), \(counted(lost.size, "item")))"
      guard let (best, jaccard) = lost.best else { return "\(from) shares no item with a cluster" }
      let other = "\(from) shares most with cluster \(best), Jaccard index \(Self.text(jaccard))"
      return jaccard < Self.leastJaccard ? other : other + ", which has the name \(names[best] ?? "of another one")"
    }
    let rest = lost.count > reasons.count ? " and \((lost.count - reasons.count).grouped) more" : ""
    return Self.notice(
      of: method,
      "\(lost.count.grouped) of \(counted(lost.count + names.count, "name")) \(lost.count == 1 ? "is" : "are") not carried to the "
        + "clusters of this run, which takes a Jaccard index of at least \(Self.text(Self.leastJaccard)): "
        + reasons.joined(separator: "; ") + rest)
  }

  /// A note on clusters that have the same name now, one carried and one of a file; nil where all names differ.
  ///
  /// - Parameter names: all names that the clusters have, by their numbers.
  package static func sharedNotice(of method: RunPlan.Method, _ names: [Int: String]) -> Notice? {
    let shared = Dictionary(grouping: names.keys.sorted()) { names[$0] ?? "" }.filter { $0.value.count > 1 }
      .sorted { $0.value[0] < $1.value[0] }
    guard !shared.isEmpty else { return nil }
    let texts = shared.map { "\($0.value.count) clusters (\(list($0.value.map(String.init)))) have the name \($0.key)" }
    return notice(
      of: method,
      "\(list(texts, limit: 5)): names that were given and names of the file are the same; give other ones, or --names none"
    )
  }

  /// A note on the names of a method.
  static func notice(of method: RunPlan.Method, _ text: String) -> Notice {
    Notice(kind: noticeKind, message: beginning(of: method) + text)
  }

  /// The same note with a further clause.
  static func notice(_ notice: Notice, adding clause: String) -> Notice {
    Notice(kind: notice.kind, message: notice.message + clause)
  }

  /// The beginning of the notes of a method.
  static func beginning(of method: RunPlan.Method) -> String { "names of \(method.text): " }

  /// Such as `.41`; down, so that an index below one half never reads as one.
  private static func text(_ jaccard: Double) -> String {
    String(String(format: "%.2f", (jaccard * 100).rounded(.down) / 100).drop { $0 == "0" })
  }
}
