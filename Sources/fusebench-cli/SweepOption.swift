import Core
import Experiments
import Foundation
import Matrices
import Results

/// The option `--sweep`: `weights`, `k`, or either with its values, such as `k=2,4,8`; or a clusterer or a space with a
/// parameter and its values, such as `kmeans:restarts=1,5,10`.
enum SweepOption {
  static let form =
    "weights, k, or either with values, such as weights=0,.5,1 or k=2,4,8; or a parameter of a clusterer or a space, such as kmeans:restarts=1,5"

  /// Adds what the options ask for to the sweeps of an experiment; what they do not name stays as it is, and so do the
  /// values of a sweep that is named without any.
  ///
  /// - Returns: the names of their figures.
  static func add(_ options: [String], to experiment: inout Experiment) throws -> [String] {
    var sweeps = experiment.sweeps
    var seen: [String] = []
    for option in options {
      let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard !seen.contains(parts[0]) else {
        throw RunError(.repeatedName(kind: "options --sweep", name: parts[0]))
      }
      seen.append(parts[0])
      if parts[0].contains(":") {
        let sweep = try experiment.sweep(ofOption: option)
        sweeps.parameters.removeAll { $0.name == sweep.name }
        sweeps.parameters.append(sweep)
        continue
      }
      switch parts[0] {
      case "weights":
        var sweep = sweeps.weights ?? .init()
        if parts.count > 1 {
          sweep.values = try values(parts[1], of: option, "weights from 0 to 1", "weights=0,.5,1") {
            (0...1).contains($0)
          }
        }
        sweeps.weights = sweep
      case "k":
        var sweep = sweeps.k ?? .init()
        if parts.count > 1 {
          sweep.values = try values(parts[1], of: option, "whole numbers from 1 to 1000000", "k=2,4,8") {
            $0 >= 1 && $0 <= 1e6 && $0 == $0.rounded()
          }.map { Int($0) }
        }
        sweeps.k = sweep
      default: throw unknown(parts[0], option, in: experiment)
      }
    }
    experiment.sweeps = sweeps
    return seen.map { $0.contains(":") ? FigureKind.parameters.rawValue : $0 }.uniqued
  }

  /// The error of a word that is no sweep: with the clusterer or the space where it is a parameter of one.
  private static func unknown(_ word: String, _ option: String, in experiment: Experiment) -> OptionError {
    let owners = experiment.sweptParameters
    // A parameter of the very name, whoever has it, before one that is spelt alike.
    let ways: [(String, [String]) -> String?] = [{ $1.contains($0) ? $0 : nil }, { Nearest.of($0, in: $1) }]
    for way in ways where Nearest.of(word, in: ["weights", "k"]) == nil {
      for (owner, parameters) in owners {
        let name = word.hasPrefix("\(owner)-") ? String(word.dropFirst(owner.count + 1)) : word
        guard let parameter = way(name, parameters) else { continue }
        return OptionError(
          .writtenOtherwise(
            option: "--sweep", value: option,
            cause: "--sweep takes weights, k, or a clusterer or a space with its parameter, and found \(word)",
            right: "--sweep \(owner):\(parameter)\(option.dropFirst(word.count))"))
      }
    }
    return OptionError(
      .unknownChoice(option: "--sweep", word: option, known: ["weights", "k"] + owners.map { "\($0.owner):PARAMETER" }))
  }

  private static func values(
    _ text: String, of option: String, _ allowed: String, _ example: String, _ allows: (Double) -> Bool
  ) throws -> [Double] {
    let values = text.split(separator: ",", omittingEmptySubsequences: false).map {
      Double($0.trimmingCharacters(in: .whitespaces)) ?? .nan
    }
    guard !values.isEmpty, values.count <= Experiment.mostSettings, values.allSatisfy(allows) else {
      throw OptionError(
        .valuesOfSweep(
          option: option, allowed: "\(allowed), at most \(Experiment.mostSettings) of them", example: example))
    }
    return Set(values).sorted()
  }
}
