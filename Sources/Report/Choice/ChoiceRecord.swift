import Core
import Results
import Statistics

/// A choice as `fusebench choose --format json` writes it.
struct ChoiceRecord: Encodable {
  /// The number of classes that occur; nil without labels.
  var classes: Int?
  var choices: [Choice]

  struct Choice: Encodable {
    var clusterer: String
    var space: String
    var parameter: String
    var values: [String]
    var seeds: [UInt64]
    var criteria: [Criterion]
    var conclusion: String

    init(_ reading: ChoiceReading) {
      clusterer = reading.sweep.clusterer
      space = reading.line.space
      parameter = reading.sweep.parameterName
      values = reading.line.points.indices.map(reading.value)
      seeds = reading.sweep.seeds
      criteria = zip(reading.columns, reading.sentences).map { Criterion($0, sentence: $1, of: reading) }
      conclusion = reading.conclusion
    }
  }

  struct Criterion: Encodable {
    var name: String
    var means: [NullUnlessFinite]
    var spreads: [NullUnlessFinite]
    var lowerIsBetter: Bool
    /// The value that it prefers; nil where it prefers none.
    var recommended: String?
    var agreeingSeeds: Int?
    /// The values that are not significantly different from it; nil where nothing can be said.
    var equals: [String]?
    var isAtEdge: Bool?
    var isFlat: Bool?
    /// The value of the largest gap, where the gaps go on rising behind the one that the rule of the gap statistic found.
    var risesTo: String?
    var decides: Bool
    var sentence: String

    init(_ column: ChoiceReading.Column, sentence: String, of reading: ChoiceReading) {
      name = column.criterion.rawValue
      means = column.means.map(NullUnlessFinite.init(wrappedValue:))
      spreads = column.spreads.map { NullUnlessFinite(wrappedValue: $0 ?? .nan) }
      lowerIsBetter = column.criterion.lowerIsBetter
      recommended = column.verdict.map { reading.value($0.position) }
      agreeingSeeds = column.verdict?.agreeing
      equals = column.verdict?.equals?.map(reading.value)
      isAtEdge = column.verdict?.isAtEdge
      isFlat = column.verdict?.isFlat
      risesTo = column.verdict?.risesTo.map(reading.value)
      decides = column.decided != nil
      self.sentence = sentence
    }
  }
}
