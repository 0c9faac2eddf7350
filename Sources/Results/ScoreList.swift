/// `scores.csv`: the header `space,clusterer,seed,score,value`, then one line for each trial and score. With several label
/// sets there is a column `truth` before the score.
package enum ScoreList {
  /// The text, trials as they come, scores in `order`; values as ``csvNumber(_:)`` has them.
  package static func csv(_ trials: [TrialRecord], order scores: [String]) -> String {
    var text = "space,clusterer,seed,score,value\n"
    for trial in trials {
      for score in scores {
        guard let value = trial.scores[score] else { continue }
        text +=
          "\(csvField(trial.space)),\(csvField(trial.clusterer)),\(trial.seed),\(csvField(score)),\(csvNumber(value))\n"
      }
    }
    return text
  }

  /// The text with the scores against several label sets, one label set after the other; scores that need no labels come last,
  /// with an empty `truth`.
  package static func csv(_ run: Run, _ truths: TruthsRecord) -> String {
    var text = "space,clusterer,seed,truth,score,value\n"
    func add(_ trials: [TrialRecord], _ truth: String, _ scores: [String]) {
      for trial in trials {
        for score in scores {
          guard let value = trial.scores[score] else { continue }
          let names = [trial.space, trial.clusterer, "\(trial.seed)", truth, score].map(csvField)
          text += "\(names.joined(separator: ",")),\(csvNumber(value))\n"
        }
      }
    }
    let scores = run.record.plan.scores
    for labelSet in truths.labelSets {
      add(truths.run(run, against: labelSet).trials, labelSet.name, scores.filter { !run.record.score($0).isInternal })
    }
    add(run.trials, "", scores.filter { run.record.score($0).isInternal })
    return text
  }
}

/// A text as a field of a CSV file: in quotes, inner ones doubled, when it could be mistaken (RFC 4180).
package func csvField(_ text: String) -> String {
  let (comma, quote, feed, back, blank) = (UInt8(0x2C), UInt8(0x22), UInt8(0x0A), UInt8(0x0D), UInt8(0x20))
  let needsQuotes = text.utf8.contains { $0 == comma || $0 == quote || $0 == feed || $0 == back }
  guard needsQuotes || text.utf8.first == blank || text.utf8.last == blank else { return text }
  return "\"" + text.replacing("\"", with: "\"\"") + "\""
}

/// A number as a field of a CSV file: the shortest decimal that reads back the same, empty where there is none.
package func csvNumber(_ value: Double?) -> String { value.flatMap { $0.isFinite ? "\($0)" : nil } ?? "" }
