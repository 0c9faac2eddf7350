import Core
import Foundation
import Results
import Statistics

/// The choice of k, or of another parameter, by the criteria of a run's sweeps: a table a space, and what they say.
package struct ChoiceReport {
  package enum Format: String, CaseIterable, Sendable {
    case terminal, markdown, csv, json
  }

  private let run: Run
  private let readings: [ChoiceReading]
  /// The number of classes that occur; nil without labels.
  private let classes: Int?
  /// The name of the label set whose classes they are, where there are several.
  private let labelSet: String?

  /// - Throws: ``ChoiceError`` for a run of which no sweep has criteria; `ResultsError` for files that were changed.
  package init(of stored: StoredRun) throws {
    run = stored.run
    readings = try stored.choices.flatMap { sweep in
      try sweep.lines.map {
        ChoiceReading($0, of: sweep, noise: try stored.meanNoise(of: $0, in: sweep), items: stored.itemCount)
      }
    }
    let truth = try stored.truth
    classes = truth?.occupiedClasses
    labelSet = stored.record.dataset.labelSets.count > 1 ? truth?.name : nil
    guard !readings.isEmpty else {
      throw ChoiceError(folder: stored.folder.path, sweeps: stored.record.sweepCount, wasStopped: stored.wasStopped)
    }
  }

  /// The text in one of its forms, ending with a line feed.
  ///
  /// - Throws: `ResultsError` when the numbers cannot be written as JSON.
  package func text(as format: Format) throws -> String {
    switch format {
    case .terminal: readings.map(terminalText).joined(separator: "\n")
    case .markdown:
      "# Choice: \(SummaryTable.markdownEscaped(run.record.name))\n\n"
        + readings.map(markdownText).joined(separator: "\n")
    case .csv: csv.csvText()
    case .json:
      String(
        decoding: try JSONFile.data(
          ChoiceRecord(classes: classes, choices: readings.map(ChoiceRecord.Choice.init)), path: "the choice"),
        as: UTF8.self)
    }
  }

  // MARK: - Tables

  private func title(_ reading: ChoiceReading) -> String { "\(reading.sweep.parameterName) of \(reading.method)" }

  /// A row a setting, a column a criterion; a star marks what a criterion decides for.
  private func table(_ reading: ChoiceReading) -> TextTable {
    let columns = reading.columns
    return TextTable(
      header: [reading.sweep.parameterName] + columns.map(\.criterion.title),
      rows: reading.line.points.indices.map { position in
        [reading.value(position)]
          + columns.map { column in
            guard column.means[position].isFinite else { return absentCell }
            let style = ChoiceNumber(column.means)
            let text = style.text(column.means[position], spread: column.spreads[position])
            return text + (column.decided == position ? " *" : column.decided == nil ? "" : "  ")
          }
      }, names: reading.line.points.contains { $0.word != nil } ? 1 : 0)
  }

  private func terminalText(_ reading: ChoiceReading) -> String {
    let sentences = (reading.sentences + [conclusion(of: reading)]).map { "- \($0.onOneLine)\n" }.joined()
    return "\(title(reading).onOneLine)\n\n\(table(reading).terminalText())\n"
      + "\(note(reading).onOneLine.wrapped(to: 110))\n\n\(sentences)"
  }

  private func markdownText(_ reading: ChoiceReading) -> String {
    let sentences = (reading.sentences + [conclusion(of: reading)]).map { "- \(SummaryTable.markdownEscaped($0))\n" }
    return "## \(SummaryTable.markdownEscaped(title(reading)))\n\n\(table(reading).markdownEscaped.markdownText())\n"
      + "\(SummaryTable.markdownEscaped(note(reading)))\n\n\(sentences.joined())"
  }

  private func conclusion(of reading: ChoiceReading) -> String {
    guard let classes, reading.sweep.isOfClusters else { return reading.conclusion }
    let labels = labelSet.map { "The label set \($0) has" } ?? "The labels have"
    return reading.conclusion + " \(labels) \(counted(classes, "class", plural: "classes"))."
  }

  /// The meaning of the numbers.
  private func note(_ reading: ChoiceReading) -> String {
    let criteria = reading.columns.map(\.criterion)
    let lower = criteria.filter(\.lowerIsBetter).map(\.title)
    let rows = [
      reading.sweep.silhouetteRows.flatMap { criteria.contains(.silhouette) ? ("silhouette", $0) : nil },
      reading.sweep.refitRows.map { (criteria.filter(\.isOfRefits).map(\.title).joined(separator: " and "), $0) },
    ].compactMap(\.self).filter { !$0.0.isEmpty }
    return [
      "*: the value that a criterion decides for; none at an edge of the values tried"
        + (reading.hasNoSpread
          ? "."
          : ", or where at least half of them are not significantly different (paired t-test over the seeds at 5 %)."),
      reading.hasNoSpread ? nil : "±: sample standard deviation over the seeds" + (criteria.contains(.gap) ? ";" : "."),
      criteria.contains(.gap)
        ? "\(reading.hasNoSpread ? "±:" : "of the gap,") the standard error of its uniform references." : nil,
      lower.isEmpty ? nil : "Lower is better: \(lower.joined(separator: ", ")).",
      criteria.contains(.elbow)
        ? "elbow: distance of the objective from the chord, both axes linear from 0 to 1." : nil,
      criteria.contains(.stability) ? "stability: ARI of two subsamples of 80 % on their common rows." : nil,
    ].compactMap(\.self).joined(separator: " ")
      + rows.map { " At most \(counted($0.1, "row")) for \($0.0)." }.joined()
  }

  private var csv: TextTable {
    TextTable(
      header: [
        "clusterer", "space", "parameter", "value", "criterion", "mean", "spread", "recommended", "decides",
      ],
      rows: readings.flatMap { reading in
        reading.columns.flatMap { column in
          reading.line.points.indices.map { position in
            [
              reading.sweep.clusterer, reading.line.space, reading.sweep.parameterName, reading.value(position),
              column.criterion.rawValue, csvNumber(column.means[position]), csvNumber(column.spreads[position]),
              "\(column.verdict?.position == position)", "\(column.decided == position)",
            ]
          }
        }
      }, names: 5)
  }
}

/// Numbers of one criterion, with as many digits as their size asks for.
struct ChoiceNumber {
  private let digits: Int

  init(_ values: [Double]) {
    let largest = values.filter(\.isFinite).map { abs($0) }.max() ?? 0
    digits = largest < 10 ? 3 : largest < 1_000 ? 1 : 0
  }

  /// A mean with its spread, where there is one.
  func text(_ mean: Double, spread: Double?) -> String {
    guard digits > 0 else { return whole(mean) + (spread.map { " ± " + whole($0) } ?? "") }
    return NumberStyle(digits: digits).text(mean, deviation: spread)
  }

  private func whole(_ value: Double) -> String {
    abs(value) < 1e15 ? Int(value.rounded()).grouped.replacing("-", with: "−") : "\(value)"
  }
}
