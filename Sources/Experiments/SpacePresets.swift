import Core
import Fusion
import Stages

/// A published method that stands in an experiment file as one entry of the spaces, and is made of several methods.
package enum SpacePreset: String, Sendable, CaseIterable {
  /// Text-aided clustering without training (Li et al., ICML 2024).
  case tac
  /// The counterparts and adaptive weights of Zhu et al. (AAAI 2026, arXiv 2512.00904).
  case cae

  static var names: [String] { allCases.map(\.rawValue) }

  var summary: String {
    switch self {
    case .tac: "a counterpart with the constants of text-aided clustering without training (Li et al. 2024)"
    case .cae: "counterparts by transport and an adaptive fusion, reconstructed from Zhu et al. (2026)"
    }
  }

  /// The counterpart with the constants of the preset.
  var counterpart: Counterpart {
    var counterpart = Counterpart()
    (counterpart.perCenter, counterpart.temperature, counterpart.epsilon) = (5, 0.005, 0.02)
    guard self == .cae else { return counterpart }
    (counterpart.select, counterpart.assign, counterpart.combine) = (.nearest, .transport, .replace)
    return counterpart
  }

  /// The spaces that the preset stands for, the one that it is named after last.
  ///
  /// - Parameters:
  ///   - input: the feature set or space with the rows.
  ///   - counterpart: the preset's, with what the experiment sets.
  ///   - captions: a second reference; nil for nouns alone.
  ///   - name: nil for the name of the input and the preset.
  ///   - fitOn: the part from whose rows the counterparts learn; nil for the items.
  func spaces(
    of input: String, _ counterpart: Counterpart, captions: String?, _ adaptive: Adaptive, name: String?,
    fitOn: String?, isClustered: Bool
  ) -> [Experiment.Space] {
    let name = name ?? "\(input)-\(rawValue)"
    var last: Experiment.Space
    var parts: [Experiment.Space] = []
    switch self {
    case .tac:
      last = Experiment.Space(counterpart, of: [input], name: name, isClustered: isClustered)
      last.fitOn = fitOn
    case .cae:
      parts = [counterpart.vocabulary, captions].compactMap(\.self).map { reference in
        var part = counterpart
        part.vocabulary = reference
        var space = Experiment.Space(part, of: [input], name: "\(name)-\(reference)", isClustered: false)
        space.fitOn = fitOn
        return space
      }
      last = Experiment.Space(adaptive, of: [input] + parts.map(\.name), name: name, isClustered: isClustered)
    }
    last.preset = self
    return parts + [last]
  }
}

// MARK: - Notes

extension SpacePreset {
  /// The choices that the paper states, and those that this program makes.
  private func choices(fitOn: String?) -> String {
    let sampledStarts = "a sample for the starts where there are more than 20,000 rows"
    return switch self {
    case .tac:
      "the paper's: the number of centres and their 10 starts, 5 nouns a centre by classification, the softmax at 0.005, rows "
        + "and counterparts side by side"
        + (fitOn.map {
          ", centres and nouns from a part of their own (\($0)); ours: \(sampledStarts), single precision"
        }
          ?? "; ours: \(sampledStarts), single precision, and centres, nouns and scores from the same rows, where "
          + "the paper takes centres and nouns from the training part")
    case .cae:
      "the paper's: nearest nouns, transport, weights times cosines, adaptive weights at 0.01; ours, since the paper is silent: "
        + "5 nouns a centre, epsilon 0.02, equal masses, and the sum as the form of the fusion; ours as well: \(sampledStarts)"
    }
  }

  /// The settings of a method that differ from the constants of the preset.
  private func changes(of maker: any SpaceMaker) -> [String] {
    let own: any SpaceMaker = maker is Counterpart ? counterpart : Adaptive()
    let needed = ["vocabulary", "k"]
    let changed = maker.settings.filter { !needed.contains($0.key) && own.settings[$0.key] != $0.value }.map(\.key)
    // The key of the preset for the temperature of its fusion.
    return changed.map { maker is Adaptive && $0 == "temperature" ? "gamma" : $0 }.sorted()
  }

  fileprivate func notice(of space: Experiment.Space, in experiment: Experiment) -> Notice {
    // The first input is that of the preset, the others are its counterparts.
    let own = self == .cae ? space.inputs.dropFirst().compactMap(experiment.space(named:)) : []
    let makers = (own + [space]).flatMap(\.steps)
    let changed = makers.flatMap(changes).uniqued
    let fitOn = (own + [space]).lazy.compactMap(\.fitOn).first
    var message = "\(space.name) is the preset \(rawValue); \(choices(fitOn: fitOn))"
    if !changed.isEmpty { message += "; set by the experiment: \(changed.joined(separator: ", "))" }
    if self == .cae, space.inputs.count == 2 { message += "; without captions both parts weigh 1/2" }
    return Notice(kind: "preset", message: message)
  }
}

extension Experiment {
  /// A note on each space that a preset makes: its choices, and what the experiment changes.
  package var presetNotices: [Notice] { spaces.compactMap { space in space.preset?.notice(of: space, in: self) } }
}
