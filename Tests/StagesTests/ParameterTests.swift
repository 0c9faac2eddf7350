import Core
import Stages
import Testing

/// A method with a parameter of every type.
private struct Sample: Stage {
  enum Shape: String, CaseIterable, Sendable { case round, square }

  static let name = "sample"
  static let summary = "a method for tests"
  static let parameters: [Parameter<Sample>] = [
    .integer("count", \.count, in: 1...5, "how many"),
    .integer("most", \.most, in: 2..., "no more than"),
    .number("rate", \.rate, in: .above(0), "how fast"),
    .number("share", \.share, in: .from(0, to: 1), "how much"),
    .choice("shape", \.shape, "which form"),
    .boolean("strict", \.strict, "if exact"),
    .text("of", \.of, "from where"),
    .numbers("weights", \.weights, in: .atLeast(0), "one for each"),
  ]

  var count = 2
  var most: Int?
  var rate = 0.5
  var share: Double?
  var shape = Shape.round
  var strict = false
  var of: String?
  var weights: [Double]?
}

@Suite struct ParameterTests {
  @Test func theSettingsAreTheValuesThatAreSet() {
    var sample = Sample()
    #expect(
      sample.settings == [
        "count": .integer(2), "rate": .number(0.5), "shape": .text("round"), "strict": .boolean(false),
      ])
    sample.most = 7
    sample.weights = [1, 2]
    #expect(sample.settings["most"] == .integer(7) && sample.settings["weights"] == .numbers([1, 2]))
  }

  @Test func aSettingComesBackAsItWasSet() throws {
    let values: [(String, ParameterValue)] = [
      ("count", .integer(5)), ("most", .integer(2)), ("rate", .number(0.25)), ("share", .number(1)),
      ("shape", .text("square")), ("strict", .boolean(true)), ("of", .text("here")), ("weights", .numbers([0, 3])),
    ]
    var sample = Sample()
    for (name, value) in values { try sample.set(name, to: value) }
    #expect(sample.settings == Dictionary(uniqueKeysWithValues: values))
    #expect(sample.shape == .square && sample.share == 1)
    try sample.set("rate", to: .integer(3))
    #expect(sample.rate == 3)
  }

  @Test func anOptionalSettingCanBeTakenBack() throws {
    var sample = Sample()
    try sample.set("most", to: .integer(3))
    try sample.set("most", to: nil)
    #expect(sample.most == nil)
    #expect(throws: StageError("sample", .parameterNeeded("count"))) { try sample.set("count", to: nil) }
  }

  @Test(arguments: [
    ("count", ParameterValue.integer(0)), ("count", .integer(6)), ("count", .number(2)), ("most", .integer(1)),
    ("rate", .number(0)), ("rate", .number(.nan)), ("rate", .number(.infinity)), ("share", .number(1.5)),
    ("share", .number(-0.1)), ("shape", .text("oval")), ("strict", .integer(1)), ("of", .text("")),
    ("weights", .numbers([])), ("weights", .numbers([1, -1])), ("weights", .number(1)),
  ])
  func aValueOutOfItsDomainIsRefusedByName(name: String, value: ParameterValue) {
    var sample = Sample()
    do throws(StageError) {
      try sample.set(name, to: value)
      Issue.record("\(name) = \(value) was taken")
    } catch {
      #expect(error.parameter == name && error.description.contains(name))
    }
    #expect(sample.settings == Sample().settings)
  }

  @Test func anUnknownNameLeadsToTheNearest() {
    var sample = Sample()
    do throws(StageError) {
      try sample.set("shap", to: .text("round"))
      Issue.record("shap was taken")
    } catch {
      #expect(error.hint == "did you mean shape?")
    }
  }

  @Test func aPropertyThatWasSetOutOfItsDomainIsFound() {
    var sample = Sample()
    sample.count = 9
    #expect(
      throws: StageError(
        "sample", .outOfRange(parameter: "count", value: "9", allowed: "a whole number from 1 to 5"))
    ) { try sample.checkSettings() }
  }

  @Test func declarationsHoldTheDefaults() {
    let declarations = Sample.declarations
    #expect(declarations.map(\.name) == Sample.parameters.map(\.declaration.name))
    #expect(declarations.map(\.isOptional) == [false, true, false, true, false, false, true, true])
    #expect(declarations[0].defaultValue == .integer(2) && declarations[1].defaultValue == nil)
  }

  @Test func domainsAreWords() {
    #expect(ParameterDomain.integer(1...ParameterDomain.largestInteger).words == "a whole number of at least 1")
    #expect(Interval.from(0, to: 1).words == "a number from 0 to 1")
    #expect(Interval.above(0).words == "a number above 0" && Interval.any.words == "a number")
  }
}
