/// The most likely meaning of a misspelt word.
package enum Nearest {
  /// The candidate with a name that is near enough to suggest: the one that other programs call so, else that of the fewest
  /// edits, the first of several; nil when none is near.
  package static func of(_ word: String, in names: [String]) -> String? {
    if let meant = Synonyms.of(word, in: names) { return meant }
    let (word, candidates) = (word.lowercased(), names.filter { !$0.isEmpty })
    let near = candidates.map { ($0, distance(word, $0.lowercased())) }
      .filter { candidate, distance in distance <= max(1, (max(word.count, candidate.count) + 1) / 3) }
      .min { $0.1 < $1.1 }
    if let near { return near.0 }
    guard word.count >= 2 else { return nil }
    return candidates.first { $0.lowercased().hasPrefix(word) || ($0.count >= 2 && word.hasPrefix($0.lowercased())) }
  }

  /// The fewest insertions, deletions, replacements and swaps of neighbours that turn one word into the other
  /// (optimal string alignment; Damerau, 1964).
  ///
  /// - Complexity: O(letters of one · letters of the other).
  package static func distance(_ first: String, _ second: String) -> Int {
    let a = Array(first)
    let b = Array(second)
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 0..<a.count {
      var row = [i + 1] + [Int](repeating: 0, count: b.count)
      for j in 0..<b.count {
        row[j + 1] = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1) }
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
