import Core

extension RunRecord {
  /// The notes of the run, those of several spaces or feature sets with the same text as one that names them all.
  package var joinedNotices: [Notice] {
    let known = (plan.spaces + Array(spaces.keys) + Array(features.keys)).uniqued.sorted {
      ($1.count, $0) < ($0.count, $1)
    }
    var groups: [(key: Key, template: Template?, first: Notice, names: [String])] = []
    var places: [Key: Int] = [:]
    for notice in notices {
      let found = known.lazy.compactMap { name in Template(notice.message, name).map { (name, $0) } }.first
      let key = Key(kind: notice.kind, start: found?.1.start ?? notice.message, end: found?.1.end)
      if let place = places[key] {
        if let name = found?.0, !groups[place].names.contains(name) { groups[place].names.append(name) }
      } else {
        places[key] = groups.count
        groups.append((key, found?.1, notice, [found?.0].compactMap(\.self)))
      }
    }
    return groups.map { group in
      guard let template = group.template, group.names.count > 1 else { return group.first }
      return Notice(
        kind: group.first.kind, message: template.start + group.names.joined(separator: ", ") + template.end)
    }
  }
}

/// The notes that are one.
private struct Key: Hashable {
  let kind: String
  let start: String
  /// Nil for a note that names no space.
  let end: String?
}

/// A note without the name of its space.
private struct Template {
  let start: String
  let end: String

  /// Nil where the note does not name the space: at its beginning with a colon, or after `of`.
  init?(_ message: String, _ name: String) {
    if message.hasPrefix(name + ": ") {
      (start, end) = ("", String(message.dropFirst(name.count)))
      return
    }
    let ways = [": ", ", "].compactMap { end in message.firstRange(of: " of \(name)\(end)").map { ($0, end.count) } }
    guard let (range, ending) = ways.first else { return nil }
    start = String(message[..<message.index(range.lowerBound, offsetBy: 4)])
    end = String(message[message.index(range.upperBound, offsetBy: -ending)...])
  }
}
