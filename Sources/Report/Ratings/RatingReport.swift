import Core
import Foundation
import Results
import Statistics

/// The ratings of pairs as tables: the agreement of the raters, the quality of each method's clusters, and the
/// differences of methods.
package struct RatingReport {
  private let record: RatingRecord
  private let numbers = NumberStyle()

  package init(_ record: RatingRecord) { self.record = record }

  /// The text in one of its forms, ending with a line feed.
  ///
  /// - Throws: `ResultsError` when the record holds what JSON cannot.
  package func text(as format: RatingFormat) throws -> String {
    let sections = record.questions.flatMap(sections)
    if let text = sections.text(as: format, title: "Ratings: \(record.run)") { return text }
    guard format == .json else { return csv.csvText() }
    return String(decoding: try JSONFile.data(record, path: "the ratings"), as: UTF8.self)
  }

  // MARK: - Sections

  private func sections(of question: RatingRecord.Question) -> [RatingSection] {
    [agreement(question), quality(question), differences(question)].filter { !$0.table.rows.isEmpty }
  }

  private func title(_ text: String, _ question: RatingRecord.Question) -> String {
    question.name.isEmpty ? text : "\(text): \(question.name)"
  }

  private func agreement(_ question: RatingRecord.Question) -> RatingSection {
    RatingSection(
      title: title("Agreement of the raters", question),
      table: TextTable(
        header: ["scale", "alpha", "95 % interval", "pairs", "ratings"],
        rows: question.agreements.map { agreement in
          [
            agreement.scale, agreement.alpha.map { numbers.text($0.value) } ?? absentCell,
            numbers.interval(agreement.alpha?.low95, agreement.alpha?.high95), agreement.pairs.grouped,
            agreement.ratings.grouped,
          ]
        }, texts: [0, 2]),
      note:
        "\(counted(question.raters.count, "rater")): \(list(question.raters, limit: 12)). alpha: Krippendorff's alpha, "
        + "1 for perfect agreement, 0 for chance, over pairs with two or more ratings. The interval is a bootstrap of "
        + "pairs.")
  }

  private func quality(_ question: RatingRecord.Question) -> RatingSection {
    let noise =
      record.noise == "alone" ? "Items of noise are in clusters of their own" : "Pairs with noise are left out"
    return RatingSection(
      title: title("Cluster quality", question),
      table: TextTable(
        header: ["clusterer", "space", "quality", "80 % interval", "95 % interval", "pairs", "together"],
        rows: question.qualities.map { entry in
          [
            entry.method.clusterer, entry.method.space, entry.quality.map { numbers.text($0.value) } ?? absentCell,
            numbers.interval(entry.quality?.low80, entry.quality?.high80),
            numbers.interval(entry.quality?.low95, entry.quality?.high95), entry.pairs.grouped, entry.joined.grouped,
          ]
        }, texts: [0, 1, 3, 4]),
      note:
        "\(question.pairs.grouped) of \(counted(record.pairs, "pair")) rated. quality: the mean rating of pairs in one "
        + "cluster less that of pairs in different ones, weighted by the draw, mean over the seeds (Grimmer and King, "
        + "2011). together: pairs in one cluster under some seed. No interval below "
        + "\(RatedPairs.fewest) rated pairs (of equal weight) in one cluster or in different ones. \(noise). Compare methods by their "
        + "differences: the level depends on the items and the raters.")
  }

  private func differences(_ question: RatingRecord.Question) -> RatingSection {
    RatingSection(
      title: title("Differences of methods", question),
      table: TextTable(
        header: ["first", "second", "difference", "80 % interval", "95 % interval", "pairs"],
        rows: question.differences.map { entry in
          [
            entry.first.text, entry.second.text, numbers.text(entry.difference.value),
            numbers.interval(entry.difference.low80, entry.difference.high80),
            numbers.interval(entry.difference.low95, entry.difference.high95), entry.pairs.grouped,
          ]
        }, texts: [0, 1, 3, 4]),
      note:
        "The quality of the first less that of the second, on the same pairs. The intervals are those of "
        + "\(record.replicates.grouped) resamples of the pairs within their strata; they stand for other pairs, not "
        + "for other raters.")
  }

  // MARK: - CSV

  private var csv: TextTable {
    let header = [
      "question", "measure", "clusterer", "space", "second_clusterer", "second_space", "value", "low80", "high80",
      "low95", "high95", "pairs",
    ]
    func row(
      _ question: RatingRecord.Question, _ measure: String, _ first: RatingRecord.Method?,
      _ second: RatingRecord.Method?, _ estimate: RatingRecord.Estimate?, pairs: Int
    ) -> [String] {
      [
        question.name, measure, first?.clusterer ?? "", first?.space ?? "", second?.clusterer ?? "",
        second?.space ?? "",
      ]
        + [estimate?.value, estimate?.low80, estimate?.high80, estimate?.low95, estimate?.high95].map(csvNumber)
        + [String(pairs)]
    }
    let rows = record.questions.flatMap { question in
      question.agreements.map { row(question, "alpha \($0.scale)", nil, nil, $0.alpha, pairs: $0.pairs) }
        + question.qualities.map { row(question, "quality", $0.method, nil, $0.quality, pairs: $0.pairs) }
        + question.differences.map { row(question, "difference", $0.first, $0.second, $0.difference, pairs: $0.pairs) }
    }
    return TextTable(header: header, rows: rows, names: 6)
  }
}
