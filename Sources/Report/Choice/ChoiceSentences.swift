import Core
import Results
import Statistics

/// The recommendations of the criteria of a choice, in sentences.
extension ChoiceReading {
  /// One sentence a criterion.
  var sentences: [String] { columns.map(sentence) }

  private func setting(_ position: Int) -> String { "\(sweep.parameterName) = \(value(position))" }

  private func sentence(_ column: Column) -> String {
    let name = column.criterion == .gap ? "gap statistic" : column.criterion.title
    guard let verdict = column.verdict, column.criterion != .elbow || !verdict.isAtEdge else {
      return column.criterion == .elbow
        ? "\(name): decides nothing, because the curve of the objective has no bend inside the values tried."
        : "\(name): decides nothing, because fewer than two values differ."
    }
    guard verdict.isFound else {
      return "\(name): decides nothing, because it still rises at \(setting(verdict.position)), the last value tried."
    }
    let start = "\(name): \(setting(verdict.position))\(extent(verdict))"
    let equals = (verdict.equals ?? []).map(value)
    let others = equals.isEmpty ? "" : ", supported no better than \(Self.either(equals))"
    if verdict.isAtEdge {
      return
        "\(start), at the edge of the values tried\(others): it decides nothing, since better values may lie beyond."
    }
    if verdict.isFlat { return "\(start)\(others): the curve is flat, and decides nothing." }
    return "\(start)\(others)."
  }

  /// The number of seeds that agree.
  private func extent(_ verdict: ChoiceVerdict) -> String {
    if line.isDeterministic == true { return " (a deterministic method, so seeds say nothing of the spread)" }
    if verdict.seeds == 1 { return " (one seed, so the spread is unknown)" }
    return " in \(verdict.agreeing) of \(verdict.seeds) seeds"
  }

  /// The last sentence: what the criteria say together.
  var conclusion: String { "Together: \(conclusionAlone)" }

  /// The same without its first word.
  var conclusionAlone: String {
    let parameter = sweep.parameterName
    let deciding = columns.filter { $0.decided != nil }
    guard !deciding.isEmpty else {
      return "no criterion decides between the \(counted(line.points.count, "value")) of \(parameter) tried"
        + (columns.contains { $0.verdict?.isAtEdge == true } ? "; try smaller and larger ones." : ".")
    }
    var groups: [(position: Int, names: [String])] = []
    for column in deciding {
      guard let position = column.decided else { continue }
      if let known = groups.firstIndex(where: { $0.position == position }) {
        groups[known].names.append(column.criterion.title)
      } else {
        groups.append((position, [column.criterion.title]))
      }
    }
    let silent = columns.count - deciding.count
    let ending = silent > 0 ? "; the other \(silent == 1 ? "one decides" : "\(silent) decide") nothing." : "."
    if groups.count == 1 {
      let names = groups[0].names
      return "\(setting(groups[0].position)), by "
        + (names.count == 1
          ? "one criterion alone (\(names[0]))" : "all that decide (\(names.joined(separator: ", ")))")
        + ending + (deciding.map(\.criterion) == [.elbow] ? " Uniform rows have an elbow, too." : "")
    }
    let parts = groups.sorted { ($1.names.count, $0.position) < ($0.names.count, $1.position) }.map {
      "\(setting($0.position)) by \($0.names.joined(separator: ", "))"
    }
    return "the criteria differ: \(parts.joined(separator: "; "))\(ending)"
  }

  /// `a`, `a or b`, `a, b or c`.
  private static func either(_ words: [String]) -> String {
    guard words.count > 1, let last = words.last else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }
}
