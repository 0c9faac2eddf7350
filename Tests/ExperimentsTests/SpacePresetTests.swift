import Core
import Experiments
import Fusion
import Stages
import Testing

/// Published methods that stand in an experiment file as one entry.
@Suite struct SpacePresetTests {
  private func parse(_ spaces: String) throws -> [Experiment.Space] { try experiment(spaces).spaces }

  private func experiment(_ spaces: String) throws -> Experiment {
    let file = """
      features: { clip: clip.npy }
      references: { nouns: { file: nouns.npy, names: nouns.txt }, captions: { file: captions.npy, names: captions.txt } }
      spaces: \(spaces)
      """
    return try ExperimentFile.parse(file, file: "e.yaml")
  }

  @Test func aPresetIsTheSpacesThatItStandsFor() throws {
    let short = try parse(
      "[ { tac: { of: clip, vocabulary: nouns, k: 10 } }, { cae: { of: clip, vocabulary: nouns, captions: captions, k: 10 } } ]"
    )
    let long = try parse("[ { counterpart: { of: clip, vocabulary: nouns, k: 10, name: clip-tac } } ]")
    #expect(short[0] == long[0] && short[0].preset == .tac)
    let parts = try parse(
      """
      [ { counterpart: { of: clip, vocabulary: nouns, k: 10, select: nearest, assign: transport, combine: replace,
            name: clip-cae-nouns, cluster: no } },
        { counterpart: { of: clip, vocabulary: captions, k: 10, select: nearest, assign: transport, combine: replace,
            name: clip-cae-captions, cluster: no } },
        { adaptive: { of: [clip, clip-cae-nouns, clip-cae-captions], name: clip-cae } } ]
      """)
    #expect(Array(short[1...]) == parts)
  }

  @Test func settingsOfTheFileAreKept() throws {
    let spaces = try parse(
      "[ { cae: { of: clip, vocabulary: nouns, epsilon: 0.05, gamma: 0.1, form: concatenate, name: mine, cluster: no } } ]"
    )
    let counterpart = try #require(spaces[0].steps[0] as? Counterpart)
    let adaptive = try #require(spaces[1].steps[0] as? Adaptive)
    #expect(counterpart.epsilon == 0.05 && counterpart.select == .nearest)
    #expect(adaptive.temperature == 0.1 && adaptive.form == .concatenate)
    #expect(spaces.map(\.name) == ["mine-nouns", "mine"] && !spaces[1].isClustered)
  }

  @Test func aNoteNamesTheSettingsThatThePaperDoesNotHave() throws {
    let plain = try experiment(
      "[ { tac: { of: clip, vocabulary: nouns, k: 10 } }, { counterpart: { of: clip, vocabulary: nouns } } ]")
    #expect(plain.presetNotices.map(\.kind) == ["preset"])
    #expect(plain.presetNotices.allSatisfy { !$0.message.contains("set by the experiment") })
    let changed = try experiment(
      "[ { cae: { of: clip, vocabulary: nouns, k: 10, epsilon: 0.05, gamma: 0.1, name: mine } } ]")
    let message = try #require(changed.presetNotices.first).message
    #expect(message.hasPrefix("mine is the preset cae;"))
    #expect(message.hasSuffix("; set by the experiment: epsilon, gamma; without captions both parts weigh 1/2"))
  }

  @Test(arguments: [
    ("[ { tac: { of: clip } } ]", "vocabulary"), ("[ tac ]", "vocabulary"), ("[ tca ]", "tca"),
    ("[ { tac: { vocabulary: nouns } } ]", "of"), ("[ { tac: { of: clip, vocabulary: verbs } } ]", "verbs"),
    ("[ { tac: { of: clip, vocabulary: nouns, captions: captions } } ]", "captions"),
    ("[ { tac: { of: clip, vocabulary: nouns, epsilon: 0.1 } } ]", "epsilon"),
    ("[ { cae: { of: clip, vocabulary: nouns, temperature: 0.1 } } ]", "temperature"),
    ("[ { cae: { of: clip, vocabulary: nouns, captions: verbs } } ]", "verbs"),
    ("[ { cae: { of: other, vocabulary: nouns } } ]", "other"),
  ])
  func whatIsMissingUnknownOrWithoutEffectIsAnError(spaces: String, word: String) {
    let error = #expect(throws: ExperimentError.self) { try parse(spaces) }
    #expect(error?.cause.contains("\"\(word)\"") == true, "\(error?.cause ?? "")")
  }

  @Test func anErrorNamesTheWayOut() {
    func error(_ spaces: String) -> ExperimentError? { #expect(throws: ExperimentError.self) { try parse(spaces) } }
    let foreign = error("[ { tac: { of: clip, vocabulary: nouns, gamma: 0.1 } } ]")
    #expect(foreign?.reason == .keyOfPreset("gamma", owner: "cae", preset: "tac"))
    #expect(foreign?.hint == "remove \"gamma\", or make the space with cae")
    let unknown = error("[ { tac: { of: clip, vocabulary: nouns, gama: 0.1 } } ]")
    #expect(unknown?.cause == "tac has no key \"gama\"")
    let same = error("[ { cae: { of: clip, vocabulary: nouns, captions: nouns } } ]")
    #expect(
      same?.cause
        == "\"captions\" and \"vocabulary\" both name the reference \"nouns\", which gives the same counterparts twice")
    let none = #expect(throws: ExperimentError.self) {
      try ExperimentFile.parse(
        "{ features: { clip: clip.npy }, spaces: [ { tac: { of: clip, vocabulary: nouns } } ] }", file: "e.yaml")
    }
    #expect(none?.hint.contains("under \"references\"") == true)
  }
}
