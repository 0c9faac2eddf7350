import Core
import Experiments
import Foundation
import Testing

/// The sweeps of an experiment file.
@Suite struct SweepFileTests {
  private static let head = "features: { visual: v.npy, text: t.npy }\n"

  private func sweeps(_ lines: String) throws -> Experiment.Sweeps {
    try ExperimentFile.parse(Self.head + lines, file: "e.yaml").sweeps
  }

  @Test func withoutTheKeyThereAreNone() throws {
    #expect(try sweeps("").isEmpty)
  }

  @Test func namesAloneTakeTheDefaults() throws {
    #expect(try sweeps("sweeps: weights") == .init(weights: .init()))
    #expect(try sweeps("sweeps: [k, weights]") == .init(weights: .init(), k: .init()))
  }

  @Test func optionsAreRead() throws {
    #expect(
      try sweeps("sweeps: { weights: { of: concatenation, part: text, steps: 3, clusterer: gmm }, k: [20, 2, 5, 2] }")
        == .init(
          weights: .init(of: ["concatenation"], part: "text", values: [0, 0.5, 1], clusterer: "gmm"),
          k: .init(values: [2, 5, 20])))
    #expect(
      try sweeps("sweeps:\n  weights: [1, .25]\n  k: { of: [text, visual], values: [3], clusterer: kmeans }")
        == .init(
          weights: .init(values: [0.25, 1]), k: .init(of: ["text", "visual"], values: [3], clusterer: "kmeans")))
  }

  @Test func theStoredFormIsReadBack() throws {
    let text =
      Self.head + "sweeps: { weights: { of: pca-average, values: [0.1, 1] }, k: { of: text, values: [2, 7] } }"
    let experiment = try ExperimentFile.parse(text, file: "e.yaml")
    let stored = try JSONEncoder().encode(experiment.json)
    #expect(
      try ExperimentFile.parse(String(decoding: stored, as: UTF8.self), file: "e.yaml").sweeps == experiment.sweeps)
  }

  @Test func criteriaAreYesOrAListInTheirOwnOrder() throws {
    let all = Experiment.criteria()
    #expect(all == ["elbow", "silhouette", "davies-bouldin", "calinski-harabasz", "gap", "bic", "aic", "stability"])
    #expect(try sweeps("sweeps: { k: { criteria: yes } }").k == .init(criteria: all))
    #expect(try sweeps("sweeps: { k: { criteria: no, values: [2, 3] } }").k == .init(values: [2, 3]))
    #expect(try sweeps("sweeps: [k: { criteria: [gap, elbow] }]").k == .init(criteria: ["elbow", "gap"]))
    let parameter = try sweeps(
      "sweeps: [{ clusterer: kmeans, parameter: restarts, values: [1, 2], criteria: yes }]"
    ).parameters
    #expect(parameter.first?.criteria == all.filter { $0 != "elbow" && $0 != "gap" })
    let text = Self.head + "sweeps: [k: { criteria: [gap] }, { clusterer: gmm, parameter: k, criteria: [bic] }]"
    let experiment = try ExperimentFile.parse(text, file: "e.yaml")
    let stored = try JSONEncoder().encode(experiment.json)
    #expect(
      try ExperimentFile.parse(String(decoding: stored, as: UTF8.self), file: "e.yaml").sweeps == experiment.sweeps)
  }

  @Test(arguments: [
    ("sweeps: { k: { criteria: [gab] } }", "there is no criterion of k \"gab\""),
    ("sweeps: { k: { criteria: maybe } }", "\"criteria\" must be true or false"),
    ("sweeps: { k: { criteria: [gap, gap] } }", "lists gap twice"),
    ("sweeps: { weights: { criteria: yes } }", "has no key \"criteria\""),
    (
      "sweeps: [{ clusterer: gmm, parameter: covariance, values: [full], criteria: [elbow] }]",
      "there is no criterion of covariance \"elbow\""
    ),
    (
      "sweeps: [{ space: concatenation, parameter: weights, criteria: yes }]", "criteria"
    ),
  ])
  func wrongCriteriaAreNamed(lines: String, cause: String) throws {
    let error = #expect(throws: ExperimentError.self) { try sweeps(lines) }
    #expect(error?.description.contains(cause) == true, "\(error?.description ?? "")")
    #expect(error?.place.line == 2)
  }

  @Test func aParameterOfSeveralStepsNamesThem() {
    let error = #expect(throws: ExperimentError.self) {
      try sweeps(
        "spaces: [ chain: { of: text, steps: [ pca: 20, l2, pca: 5 ], name: c } ]\n"
          + "sweeps: [{ space: c, parameter: dimensions, values: [2, 3] }]")
    }
    #expect(error?.cause == "\"dimensions\" is a parameter of 2 steps of c: step 1 (pca), step 3 (pca)")
    #expect(error?.hint.contains("of: c") == true && error?.place == .init(file: "e.yaml", line: 3, column: 33))
  }

  @Test(arguments: [
    ("sweeps: [weigths]", "there is no sweep \"weigths\"", 10),
    ("sweeps: { weight: [1] }", "has no key \"weight\"", 11),
    ("sweeps: { weights: { of: text } }", "there is no fused space \"text\"", 26),
    ("sweeps: { weights: { part: sound } }", "there is no part of concatenation \"sound\"", 28),
    ("sweeps: { weights: { steps: 1 } }", "\"steps\" must be a whole number from 2 to 101", 29),
    ("sweeps: { weights: { steps: 3, values: [0.5] } }", "\"weights\" has both \"steps\" and \"values\"", 29),
    ("sweeps: { weights: [0.5, 1.5] }", "\"weights\" must be a weight from 0 to 1", 26),
    ("sweeps: { k: [2, 0] }", "\"k\" must be a whole number of at least 1", 18),
    ("sweeps: { k: [2.5] }", "\"k\" must be a whole number", 15), ("sweeps: { k: [] }", "\"k\" is an empty list", 14),
    ("sweeps: { k: { of: texts } }", "there is no space \"texts\"", 20),
    ("sweeps: { k: { clusterer: kmean } }", "there is no clusterer \"kmean\"", 27),
    (
      "sweeps: { k: { values: [\(Array(repeating: "2", count: 102).joined(separator: ","))] } }", "at most 101 values",
      24
    ),
  ])
  func aMistakeIsNamedWithItsPlace(lines: String, cause: String, column: Int) throws {
    let error = #expect(throws: ExperimentError.self) { try sweeps(lines) }
    #expect(error?.cause.contains(cause) == true, "\(error?.cause ?? "")")
    #expect(error?.place == .init(file: "e.yaml", line: 2, column: column))
  }
}
