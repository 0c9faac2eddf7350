import Core
import Foundation
import Results

/// The clusters that a text means: those that have it as their own name, else that of its number, else those of its name, its class
/// or one of its words.
struct MeantClusters {
  let text: String
  /// The numbers of the clusters as the table has them; none where there is no such cluster.
  let numbers: [String]
  /// A note where the text is the name of a cluster and could mean another one.
  let note: String?

  /// - Parameters:
  ///   - clusters: the table of clusters.
  ///   - own: the names that a user or a file gave to the clusters, by their numbers.
  ///   - classes: the most common class of each cluster, by its number.
  init(_ text: String, in clusters: StoredTable, own: [Int: String], classes: [Int: String] = [:]) {
    self.text = text
    guard let number = clusters.column(MembersColumn.cluster), let name = clusters.column(MembersColumn.name),
      let words = clusters.column(MembersColumn.words)
    else {
      (numbers, note) = ([], nil)
      return
    }
    let asked = text.lowercased()
    let noise = ClusterName.number(Partition.noise)
    let (ofNoise, ofClusters) = (
      clusters.rows.filter { $0[number].hasPrefix("-") }, clusters.rows.filter { !$0[number].hasPrefix("-") }
    )
    func matching(_ rows: [[String]], _ isMeant: ([String]) -> Bool) -> [String] {
      rows.filter(isMeant).map { $0[number] }
    }
    let ofNumber = matching(clusters.rows) { $0[number] == text }
    let candidates: [() -> [String]] = [
      { matching(ofClusters) { row in Int(row[number]).flatMap { own[$0] } == text } },
      { ofNumber },
      {
        matching(ofClusters) { row in
          row[name].lowercased() == asked || Int(row[number]).flatMap { own[$0] }?.lowercased() == asked
        }
      },
      {
        matching(ofClusters) { row in
          row[name].lowercased() == "\(row[number]) · \(asked)"
            || Int(row[number]).flatMap { classes[$0] }?.lowercased() == asked
        }
      },
      { asked == noise ? ofNoise.map { $0[number] } : [] },
      {
        matching(clusters.rows) { row in
          let known = row[words].lowercased().split(separator: ";")
          return known.contains { $0.trimmingCharacters(in: .whitespaces) == asked }
        }
      },
    ]
    let found = candidates.lazy.map { $0() }.first { !$0.isEmpty } ?? []
    numbers = found
    let named = "\(text) is the name of \(found.count == 1 ? "cluster" : "clusters") \(list(found))"
    if let other = clusters.rows.first(where: { $0[number] == text && !found.contains(text) }) {
      note = "\(named); for cluster \(text) give --cluster \(shellWord(other[name]))"
    } else if asked == noise, let row = ofNoise.first, !found.contains(row[number]) {
      note = "\(named); for the items of noise give --cluster=\(row[number])"
    } else {
      note = nil
    }
  }
}
