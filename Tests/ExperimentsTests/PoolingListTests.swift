import Experiments
import Foundation
import Testing

/// Several poolings of one file of tokens, each a feature set of its own.
@Suite struct PoolingListTests {
  private func parse(_ text: String) throws -> Experiment { try ExperimentFile.parse(text, file: "e.yaml") }

  private func error(_ text: String) -> ExperimentError? {
    do {
      _ = try parse(text)
      return nil
    } catch {
      return error as? ExperimentError
    }
  }

  @Test func aListMakesAFeatureSetOfEachWithMaskAndScale() throws {
    let experiment = try parse(
      "features: { bert: { file: t.npy, mask: m.npy, pooling: [cls, mean, max], scale: l2 }, visual: v.npy }")
    let poolings: [(String, Experiment.Feature.Pooling)] = [("cls", .cls), ("mean", .mean), ("max", .max)]
    let pooled = poolings.map { name, pooling in
      Experiment.Feature(name: "bert-\(name)", file: "t.npy", pooling: pooling, mask: "m.npy", scale: .l2)
    }
    #expect(experiment.features == pooled + [.init(name: "visual", file: "v.npy")])
    #expect(experiment.spaces.map(\.name).prefix(4) == ["bert-cls", "bert-mean", "bert-max", "visual"])
    // The run's own record of the experiment has them apart.
    let stored = String(decoding: try JSONEncoder().encode(experiment.json), as: UTF8.self)
    let again = try parse(stored)
    #expect(again.features.sorted { $0.name < $1.name } == experiment.features.sorted { $0.name < $1.name })
  }

  @Test func oneInAListHasItsNameToo() throws {
    let experiment = try parse(
      "features: { b: { file: t.npy, pooling: [max] } }\nspaces: [b-max, { l2: { of: b-max } }]")
    #expect(experiment.features.map(\.name) == ["b-max"] && experiment.spaces.count == 2)
  }

  @Test func wrongListsAreErrorsAtTheirPlace() throws {
    let place = "features: { b: { file: t.npy, pooling: "
    guard case .repeatedValue("cls", _)? = error(place + "[cls, mean, cls] } }")?.reason else {
      Issue.record("a repeated pooling")
      return
    }
    let unknown = try #require(error(place + "[cls, median] } }"))
    #expect(unknown.cause.contains("median") && unknown.hint.contains("mean"))
    #expect(error(place + "[] } }") != nil)
    // The name of the file's mapping is no feature set any more, and the names of the others must differ.
    let whole = try #require(error(place + "[cls, mean] } }\nspaces: [b]"))
    #expect(whole.hint.contains("b-cls"))
    guard case .duplicateName("b-cls", _)? = error(place + "[cls] }, b-cls: x.npy }")?.reason else {
      Issue.record("two feature sets of one name")
      return
    }
    #expect(error("features: { v: v.npy }\nreferences: { r: { file: t.npy, pooling: [cls, mean] } }") != nil)
  }
}
