import Core
import Datasets
import Results
import Stages

extension Experiment {
  /// The experiment as `run.json` stores it: the file's own format with every default filled in, paths as given.
  ///
  /// JSON is YAML, so it is an experiment file itself, up to the order of the feature sets.
  package var json: JSONValue {
    .object(
      present([
        "name": .string(name),
        "dataset": dataset.isEmpty ? nil : dataset.json,
        "features": features.isEmpty
          ? nil : .object(Dictionary(features.map { ($0.name, $0.json) }) { first, _ in first }),
        "references": references.isEmpty
          ? nil : .object(Dictionary(references.map { ($0.name, $0.json) }) { first, _ in first }),
        "spaces": .array(spaces.map(\.json)),
        "clusterers": .array(clusterers.map(\.json)),
        "seeds": .array(seeds.map { .integer(Int(clamping: $0)) }),
        "scores": texts(scores),
        "figures": figures.isEmpty ? "none" : texts(figures),
        // Left out where it is the default, as in runs of before there was a choice.
        "maps": maps == Maps() ? nil : .object(["method": .string(maps.method.name)]),
        "tsne": .object(
          present([
            "perplexity": .number(tsne.perplexity), "iterations": .integer(tsne.iterations),
            "rows": tsne.rows.map(JSONValue.integer),
          ])),
        "sweeps": sweeps.isEmpty ? nil : sweeps.json,
        "attribution": attribution.json,
        "words": words?.json,
        "table": table == Table()
          ? nil : .object(present(["caption": text(table.caption), "label": text(table.label)])),
        "noise": noise == .cluster ? nil : .string(noise.rawValue),
        "models": models == .small ? nil : .string(models.rawValue),
        "truth": text(truth),
        "rows": rows.map { [.integer($0.lowerBound), .integer($0.upperBound)] },
        "score-on": text(scoreOn),
        "missing": .string(missing.rawValue),
      ]))
  }
}

/// The members that are there.
private func present(_ members: [String: JSONValue?]) -> [String: JSONValue] { members.compactMapValues(\.self) }

private func text(_ value: String?) -> JSONValue? { value.map(JSONValue.string) }

private func texts(_ values: [String]) -> JSONValue { .array(values.map(JSONValue.string)) }

private func numbers(_ values: [Double]?) -> JSONValue? { values.map { .array($0.map(JSONValue.number)) } }

extension Experiment.Attribution {
  fileprivate var json: JSONValue? {
    switch self {
    case .none: nil
    case .all: .boolean(true)
    case .spaces(let names): texts(names)
    }
  }
}

extension Experiment.Dataset {
  fileprivate var isEmpty: Bool { images == nil && labels.isEmpty && captions == nil && ids == nil && split == nil }

  fileprivate var json: JSONValue {
    .object(
      present([
        "images": images?.json, "labels": labels.isEmpty ? nil : .array(labels.map(\.json)),
        "captions": captions?.json,
        "ids": ids?.json, "split": split?.json,
      ]))
  }
}

extension FileColumn {
  /// The path alone, or a mapping where more than the path is known.
  var json: JSONValue {
    let reading = present(["id-column": text(idColumn), "header": header.map(JSONValue.boolean)])
    if let column {
      return .object(reading.merging(["table": .string(path), "column": .string(column)]) { key, _ in key })
    }
    return reading.isEmpty ? .string(path) : .object(reading.merging(["file": .string(path)]) { key, _ in key })
  }
}

extension Experiment.Images {
  fileprivate var json: JSONValue {
    switch self {
    case .set(let set, let paths, let format, let classes):
      .object(
        present([set.rawValue: texts(paths), "format": text(format?.rawValue), "classes": text(classes)]))
    case .folder(let path, let size, let unreadable):
      .object(
        present([
          "folder": .string(path), "size": size.map(JSONValue.integer),
          "unreadable": unreadable == .error ? nil : .string(unreadable.rawValue),
        ]))
    }
  }
}

extension Experiment.Labels {
  fileprivate var json: JSONValue {
    let keys: [String: JSONValue?] =
      switch source {
      case .table(let column):
        ["table": .string(column.table), "column": .string(column.column), "classes": text(column.classes)]
      case .file(let path, let classes): ["file": .string(path), "classes": text(classes)]
      }
    let reading: [String: JSONValue?] = [
      "name": .string(name), "id-column": text(idColumn), "header": header.map(JSONValue.boolean),
      "minus-one": .string(minusOne.rawValue),
    ]
    return .object(present(keys.merging(reading) { key, _ in key }))
  }
}

extension Experiment.Feature {
  var json: JSONValue {
    .object(
      present([
        "file": .string(file), "member": text(member), "tensor": text(tensor), "column": text(column),
        "id-column": text(idColumn), "drop-columns": dropColumns.isEmpty ? nil : texts(dropColumns),
        "header": header.map(JSONValue.boolean), "nan": .string(undefined.rawValue),
        "pooling": text(pooling?.rawValue), "mask": text(mask), "scale": .string(scale.rawValue),
      ]))
  }
}

extension Experiment.Space {
  /// A name, a kind with its settings, or a chain of kinds with theirs.
  package var json: JSONValue {
    guard let first = steps.first else { return .string(name) }
    var members: [String: JSONValue] = ["name": .string(name), "of": inputs.json(isList: first.isFusion)]
    if !isClustered { members["cluster"] = .boolean(false) }
    if let fitOn { members["fit-on"] = .string(fitOn) }
    guard steps.count > 1 else {
      return [first.kind: .object(members.merging(first.settings.mapValues(JSONValue.init)) { key, _ in key })]
    }
    members["steps"] = .array(steps.map { [$0.kind: .object($0.settings.mapValues(JSONValue.init))] })
    return ["chain": .object(members)]
  }
}

extension [String] {
  /// A list, or the one name alone.
  fileprivate func json(isList: Bool) -> JSONValue {
    isList || count != 1 ? texts(self) : .string(self[0])
  }
}

extension Experiment.Sweeps {
  /// A mapping of the two that have names, or a list where parameters are swept.
  fileprivate var json: JSONValue {
    guard !parameters.isEmpty else { return .object(named) }
    return .array(named.sorted { $0.key > $1.key }.map { [$0.key: $0.value] } + parameters.map(\.json))
  }

  private var named: [String: JSONValue] {
    present([
      "weights": weights.map { sweep in
        .object(
          present([
            "of": sweep.spaces.map(texts), "part": text(sweep.part), "values": numbers(sweep.values),
            "clusterer": text(sweep.clusterer),
          ]))
      },
      "k": k.map { sweep in
        .object(
          present([
            "of": sweep.spaces.map(texts), "values": sweep.values.map { .array($0.map(JSONValue.integer)) },
            "clusterer": text(sweep.clusterer), "criteria": sweep.criteria.map(texts),
          ]))
      },
    ])
  }
}

extension Experiment.ParameterSweep {
  fileprivate var json: JSONValue {
    var members: [String: JSONValue?] = [
      "parameter": .string(parameter), "values": values.map { .array($0.map(JSONValue.init)) },
      "of": spaces.map(texts), "part": text(part), "clusterer": text(clusterer), "criteria": criteria.map(texts),
    ]
    switch owner {
    case .clusterer(let name): members["clusterer"] = .string(name)
    case .space(let name): members["space"] = .string(name)
    }
    return .object(present(members))
  }
}

extension Experiment.NamedClusterer {
  /// The kind with the name and every setting.
  package var json: JSONValue {
    var members = method.settings.mapValues(JSONValue.init)
    members["name"] = .string(name)
    members["on"] = spaces.map(texts)
    return [method.kind: .object(members)]
  }
}

extension JSONValue {
  /// A parameter's value as files write it.
  package init(_ value: ParameterValue) {
    switch value {
    case .integer(let value): self = .integer(value)
    case .number(let value): self = .number(value)
    case .text(let value): self = .string(value)
    case .boolean(let value): self = .boolean(value)
    case .numbers(let values): self = .array(values.map(JSONValue.number))
    }
  }
}
