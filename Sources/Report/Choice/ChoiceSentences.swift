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
    // A criterion may lack values, such as those whose refits would take too long.
    let known = column.means.allSatisfy(\.isFinite) ? "tried" : "that have it"
    guard verdict.isFound else {
      return
        "\(name): decides nothing, because it still rises at \(setting(verdict.position)), the last of the values \(known)."
    }
    let start = "\(name): \(setting(verdict.position))\(extent(verdict))"
    let equals = (verdict.equals ?? []).map(value)
    let others = equals.isEmpty ? "" : ", supported no better than \(Self.either(equals))"
    if let largest = verdict.risesTo {
      return
        "\(name): by its rule \(setting(verdict.position))\(extent(verdict)), where the gap first rises by no more than a "
        + "standard error; it rises further, up to \(setting(largest)): it decides nothing."
    }
    if isAtLeast(column) {
      return
        "\(start), the fewest clusters that it can judge\(others): it decides nothing, since it does not hold them "
        + "against one cluster."
    }
    if verdict.isAtEdge, isMost(verdict.position) {
      return "\(start), a cluster for each item\(others): it decides nothing."
    }
    if verdict.isAtEdge {
      return
        "\(start), at the edge of the values \(known)\(others): it decides nothing, since better values may lie beyond."
    }
    if verdict.isFlat {
      let settings = column.means.count(where: \.isFinite)
      return verdict.isLevel(among: settings)
        ? "\(start)\(others): the curve is flat, and decides nothing."
        : "\(start)\(others), which are half of the values or more: it decides nothing."
    }
    return "\(start)\(others)."
  }

  /// The number of seeds that agree; empty where there is one result a value.
  private func extent(_ verdict: ChoiceVerdict) -> String {
    guard !hasNoSpread, verdict.seeds > 1 else { return "" }
    let ties = verdict.tied == 0 ? "" : ", level with another value in \(verdict.tied) of them"
    return " in \(verdict.agreeing) of \(verdict.seeds) seeds\(ties)"
  }

  /// The last sentence: what the criteria say together.
  var conclusion: String { "Together: \(conclusionAlone)" }

  private var conclusionAlone: String {
    let parameter = sweep.parameterName
    let deciding = columns.filter { $0.decided != nil }
    guard !deciding.isEmpty else {
      return "no criterion decides between the \(counted(line.points.count, "value")) of \(parameter) tried\(wayOut)."
    }
    let groups = agreements
    let silent = columns.count - deciding.count
    let ending = silent > 0 ? "; the other \(silent == 1 ? "one decides" : "\(silent) decide") nothing." : "."
    let noise = unjudged(deciding) + groups.map { noiseSentence($0.position) }.joined()
    if groups.count == 1 {
      let names = groups[0].names
      return "\(setting(groups[0].position)), by "
        + (names.count == 1
          ? "one criterion alone (\(names[0]))"
          : "all that decide (\(names.joined(separator: ", ")))")
        + ending + (deciding.map(\.criterion) == [.elbow] ? " Uniform rows have an elbow, too." : "") + noise
    }
    let parts = groups.map { "\(setting($0.position)) by \($0.names.joined(separator: ", "))" }
    return "the criteria differ: \(parts.joined(separator: "; "))\(ending)\(noise)"
  }

  /// The values to try where criteria are best at an edge that others may lie beyond.
  private var wayOut: String {
    let edges = columns.compactMap { column -> Int? in
      guard let verdict = column.verdict else { return nil }
      if let largest = verdict.risesTo { return largest }
      return verdict.isAtEdge && !isAtLeast(column) ? verdict.position : nil
    }.filter { !isMost($0) }
    let first = edges.contains { $0 < line.points.count / 2 }
    let last = edges.contains { $0 >= line.points.count / 2 }
    return first && last
      ? "; try smaller and larger ones" : first ? "; try smaller ones" : last ? "; try larger ones" : ""
  }

  /// The reason why differences between the values are not judged; empty where they are, and where the gap statistic decides alone.
  private func unjudged(_ deciding: [Column]) -> String {
    guard hasNoSpread, deciding.contains(where: { $0.criterion != .gap }) else { return "" }
    return line.isDeterministic == true
      ? " Differences are not judged, however small: the method is deterministic, so that there is no spread over seeds."
      : " Differences are not judged, however small: one seed has no spread."
  }

  /// The noise at a setting that criteria decide for, which most of them leave out; empty where it is at most a tenth.
  private func noiseSentence(_ position: Int) -> String {
    guard let noise, noise[position] > FindingSource.notableNoise else { return "" }
    let share = FindingSource.percent(noise[position])
    return noise[position] > FindingSource.mostlyNoise
      ? " \(setting(position)) leaves most items as noise (\(share))."
      : " \(setting(position)) leaves \(share) of the items as noise."
  }

  /// The recommended settings with the criteria that support each: the one of most criteria first, then the one of most of
  /// the others. A criterion supports its recommendation, and each recommendation of another one that it does not tell apart
  /// from its own.
  var agreements: [(position: Int, names: [String])] {
    var groups: [(position: Int, names: [String])] = []
    var remaining = columns.filter { $0.decided != nil }
    while !remaining.isEmpty {
      let positions = Set(remaining.compactMap(\.decided)).sorted()
      let supports = positions.map { position in
        (
          position: position, all: remaining.count { $0.supports(position) },
          own: remaining.count { $0.decided == position }
        )
      }
      // Of equals, the first one.
      guard
        let most = supports.max(by: { ($0.all, $0.own, $1.position) < ($1.all, $1.own, $0.position) })
      else { break }
      groups.append((most.position, remaining.filter { $0.supports(most.position) }.map(\.criterion.title)))
      remaining.removeAll { $0.supports(most.position) }
    }
    return groups
  }

  /// `a`, `a or b`, `a, b or c`.
  private static func either(_ words: [String]) -> String {
    guard words.count > 1, let last = words.last else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }
}
