import Core
import Foundation

/// The notes of a run's trials, those that differ in their numbers alone put together.
///
/// `k-means moved 1 empty cluster` and `k-means moved 3 empty clusters` become `k-means moved 1 to 3 empty clusters`;
/// notes of different wording stay apart, also where they are of one kind.
package struct TrialNotices {
  /// The notes of one wording.
  private struct Group {
    /// Each wording with its numbers, once.
    var wordings: [NumberedText] = []
    var known: Set<String> = []
    /// The trials that have one of them, in the run's order.
    var trials: [TrialRecord] = []
  }

  private var groups: [Group] = []
  private let total: Int

  package init(of trials: [TrialRecord]) {
    total = trials.count
    var places: [Key: Int] = [:]
    var read: [String: NumberedText] = [:]
    for trial in trials {
      for notice in Self.joined(trial.notices) {
        let text = read[notice.message] ?? NumberedText(notice.message)
        read[notice.message] = text
        let key = Key(kind: notice.kind, words: text.key)
        let place = places[key] ?? groups.count
        places[key] = place
        if place == groups.count { groups.append(Group()) }
        if groups[place].known.insert(notice.message).inserted { groups[place].wordings.append(text) }
        if groups[place].trials.last?.identity != trial.identity { groups[place].trials.append(trial) }
      }
    }
  }

  /// The notes of a trial where those of scores that leave out the same noise are one, which names all of the scores.
  private static func joined(_ notices: [Notice]) -> [Notice] {
    let (kind, mark) = ("noise-left-out", " left out of the ")
    let ends = notices.map { $0.kind == kind ? $0.message.range(of: mark)?.upperBound : nil }
    var titles: [Substring: [String]] = [:]
    for (notice, end) in zip(notices, ends) {
      if let end { titles[notice.message[..<end], default: []].append(String(notice.message[end...])) }
    }
    var written: Set<Substring> = []
    return zip(notices, ends).compactMap { notice, end in
      guard let end else { return notice }
      let start = notice.message[..<end]
      guard written.insert(start).inserted, let names = titles[start]?.uniqued else { return nil }
      let rest = names.count > 1 ? [names.dropLast().joined(separator: ", "), names[names.count - 1]] : names
      return Notice(kind: kind, message: start + rest.joined(separator: " and "))
    }
  }

  private struct Key: Hashable {
    let kind: String
    let words: [String]
  }

  /// One line for each group, in the order in which the trials have them: how many trials, which methods, and the note.
  package var lines: [String] {
    groups.map { group in
      let places = group.trials.map { "\($0.clusterer) on \($0.space)" }.uniqued
      return "\(group.trials.count.grouped) of \(counted(total, "trial")) (\(places.joined(separator: ", "))): "
        + NumberedText.summary(of: group.wordings)
    }
  }
}

extension TrialRecord {
  /// True where a note states the reason why a score is undefined.
  package func explainsUndefined(_ score: String) -> Bool {
    notices.contains { notice in
      // A note that names no score is of all that compare with labels.
      notice.kind == Self.scoreUndefined
        && (!notice.message.contains(Self.isUndefined) || notice.message.hasPrefix(score + Self.isUndefined))
    }
  }

  /// The kind of the note on a score that is undefined.
  package static let scoreUndefined = "score-undefined"
  /// The words between the score and the reason.
  package static let isUndefined = " is undefined: "
}

/// A text taken apart into its numbers and what stands between them.
private struct NumberedText {
  /// One piece more than numbers.
  private let pieces: [String]
  private let numbers: [String]
  /// The words without their numbers and plurals: equal for texts that differ in their numbers alone.
  let key: [String]

  init(_ text: String) {
    var pieces: [String] = []
    var numbers: [String] = []
    var start = text.startIndex
    for match in text.matches(of: /[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|\.[0-9]+/) {
      pieces.append(String(text[start..<match.range.lowerBound]))
      numbers.append(String(match.output))
      start = match.range.upperBound
    }
    pieces.append(String(text[start...]))
    self.pieces = pieces
    self.numbers = numbers
    key = pieces.map { $0.split(separator: " ").map(Self.singular).joined(separator: " ") }
  }

  /// A word as it stands beside the number one.
  private static func singular(_ word: Substring) -> String {
    switch word {
    case "are": "is"
    case "were": "was"
    case "have": "has"
    default: word.hasSuffix("s") && word.count > 3 ? String(word.dropLast()) : String(word)
    }
  }

  private func value(_ index: Int) -> Double {
    let plain = numbers[index].replacing(",", with: "")
    return Double(plain.hasPrefix(".") ? "0" + plain : plain) ?? .nan
  }

  /// Texts of one key as one, with the range of each number that differs.
  static func summary(of texts: [NumberedText]) -> String {
    guard let first = texts.first else { return "" }
    let ranges = first.numbers.indices.map { index -> (low: NumberedText, high: NumberedText) in
      let ordered = texts.sorted { $0.value(index) < $1.value(index) }
      return (ordered[0], ordered[ordered.count - 1])
    }
    // The words of the largest number are plural where a range is.
    let varying = first.numbers.indices.first { ranges[$0].low.numbers[$0] != ranges[$0].high.numbers[$0] }
    let words = varying.map { ranges[$0].high } ?? first
    return zip(words.pieces, ranges.enumerated()).reduce("") { text, part in
      let (index, range) = part.1
      let (low, high) = (range.low.numbers[index], range.high.numbers[index])
      if isRange(texts, from: index) { return text + part.0 + low }
      if isRange(texts, from: index - 1) { return text + part.0 + high }
      return text + part.0 + (low == high ? low : "\(low) to \(high)")
    } + (words.pieces.last ?? "")
  }

  /// True where a number and the next one are the ends of a range in each text, `.40 to .43`: together they range from the
  /// least to the greatest. A change, `from 9 to 5`, is none.
  private static func isRange(_ texts: [NumberedText], from index: Int) -> Bool {
    guard let first = texts.first, first.numbers.indices.contains(index), index + 1 < first.numbers.count else {
      return false
    }
    return texts.allSatisfy { text in
      text.pieces[index + 1] == " to " && !text.pieces[index].hasSuffix("from ")
        && text.value(index) <= text.value(index + 1)
    }
  }
}
