import Core
import Datasets
import Foundation

/// The ratings of one rater, as the page for raters exports them: `ratings-<rater>.csv`.
struct RatingFile {
  /// The form of the ratings.
  struct Form {
    /// The thing that is rated, and the column of its names: `pair` or `set`.
    let noun: String
    /// The word for what a rater says of it: `rating` or `answer`.
    let answer: String
    /// The column of the ratings.
    let column: String
    /// The beginning of a file's name, before the rater.
    let prefix: String
    /// The names of all that was drawn.
    let names: Set<String>
    /// The allowed ratings in words.
    let allowed: String
    let isAllowed: (Double) -> Bool
  }

  /// A thing that was rated, under one question.
  struct Key: Hashable {
    let name: String
    let question: String
  }

  let rater: String
  let path: String
  private(set) var ratings: [Key: Double]
  /// The questions in the order of the file.
  private(set) var questions: [String]
  let notices: [Notice]

  /// Reads a file. A rating that is written twice counts once; empty ones are missing.
  ///
  /// - Throws: the importers' errors, and ``RatingError`` that names unknown pairs or sets, ratings that are not
  ///   allowed and contradictions.
  init(_ path: String, _ form: Form) throws {
    let table = try DelimitedTable(mapping: path, header: .present)
    let (needed, found) = ([form.noun, form.column], table.columnNames ?? [])
    guard needed.allSatisfy(found.contains) else {
      throw RatingError(.noColumns(path, noun: form.noun, needed: needed, found: found))
    }
    let names = try table.strings(column: table.position(of: form.noun))
    let texts = try table.strings(column: table.position(of: form.column)).map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    // A single question needs no name.
    let hasQuestions = table.columnNames?.contains("question") ?? false
    let asked = try hasQuestions ? table.strings(column: table.position(of: "question")) : names.map { _ in "" }

    let unknown = names.filter { !form.names.contains($0) }
    guard unknown.isEmpty else {
      throw RatingError(
        .unknownTasks(
          path, noun: form.noun, answer: form.answer, names: unknown.uniqued, count: unknown.count, total: names.count))
    }
    var ratings: [Key: Double] = [:]
    var (strange, contradictory): ([String], [String]) = ([], [])
    var (repeated, empty) = (0, 0)
    for (row, text) in texts.enumerated() where !text.isEmpty {
      guard let rating = Double(text), form.isAllowed(rating) else {
        strange.append("\(names[row]): \(text)")
        continue
      }
      let key = Key(name: names[row], question: asked[row])
      if let former = ratings.updateValue(rating, forKey: key) {
        if former == rating { repeated += 1 } else { contradictory.append(names[row]) }
      }
    }
    empty = texts.count(where: \.isEmpty)
    guard strange.isEmpty else {
      throw RatingError(
        .outOfRange(
          path, noun: form.noun, answer: form.answer, examples: strange, count: strange.count,
          total: texts.count { !$0.isEmpty }, allowed: form.allowed))
    }
    guard contradictory.isEmpty else {
      throw RatingError(.contradictory(path, noun: form.noun, answer: form.answer, names: contradictory.uniqued))
    }
    let stem = fileStem(path)
    rater = stem.hasPrefix(form.prefix) ? String(stem.dropFirst(form.prefix.count)) : stem
    self.path = path
    self.ratings = ratings
    questions = asked.uniqued
    notices = table.notices + Self.notices(path, form.answer, repeated: repeated, empty: empty)
  }

  private static func notices(_ path: String, _ answer: String, repeated: Int, empty: Int) -> [Notice] {
    var notices: [Notice] = []
    if repeated > 0 {
      notices.append(
        Notice(
          kind: "repeated-ratings",
          message: "\(path): \(counted(repeated, answer)) \(repeated == 1 ? "is" : "are") written twice and counted "
            + "once"))
    }
    if empty > 0 {
      notices.append(
        Notice(
          kind: "empty-ratings",
          message: "\(path): \(counted(empty, answer)) \(empty == 1 ? "is" : "are") empty and left out"))
    }
    return notices
  }

  /// Reads the files of several raters.
  ///
  /// - Throws: as ``init(_:_:)`` does, and ``RatingError`` for two files of one rater or no rating at all.
  static func read(_ paths: [String], _ form: Form) throws -> [RatingFile] {
    let files = try paths.map { try RatingFile($0, form) }
    if let rater = files.map(\.rater).repeatedValues.first {
      throw RatingError(.sameRater(rater, paths: files.filter { $0.rater == rater }.map(\.path)))
    }
    guard files.contains(where: { !$0.ratings.isEmpty }) else {
      throw RatingError(.noRatings(paths, answer: form.answer))
    }
    // Where one question exists, a file without the column means that one.
    let named = files.questions.filter { !$0.isEmpty }
    return named.count == 1 ? files.map { $0.asking(named[0]) } : files
  }

  /// The same ratings with those without a question under a given one, unless the file names questions.
  private func asking(_ question: String) -> RatingFile {
    guard questions == [""] else { return self }
    var named = self
    named.questions = [question]
    named.ratings = [:]
    for (key, rating) in ratings { named.ratings[Key(name: key.name, question: question)] = rating }
    return named
  }
}

extension [RatingFile] {
  /// The questions of all raters, in the order in which they first occur.
  var questions: [String] { flatMap(\.questions).uniqued }

  /// The ratings of a thing under a question, one a rater who rated it, ascending, so that the order of the files does
  /// not count.
  func ratings(of name: String, _ question: String) -> [Double] {
    compactMap { $0.ratings[RatingFile.Key(name: name, question: question)] }.sorted()
  }

  /// Notes on what each rater left out, and on questions that only some were asked.
  func missingNotices(of total: Int, noun: String, verb: String = "rated") -> [Notice] {
    questions.flatMap { question in
      flatMap { file -> [Notice] in
        let rated = file.ratings.keys.count { $0.question == question }
        guard rated < total else { return [] }
        let under = question.isEmpty ? "" : " under \(question)"
        return [
          Notice(
            kind: "missing-ratings",
            message: "\(file.rater) \(verb) \(rated.grouped) of \(counted(total, noun))\(under)")
        ]
      }
    }
  }
}
