import Datasets

/// Features in a `.safetensors` file: one tensor by its name, the only one, or the one called `features`.
struct SafetensorsImporter: FeatureImporter {
  let format = ".safetensors"
  let fileExtensions = ["safetensors"]
  let hasNamedArrays = true

  func accepts(_ file: FileBytes, extension suffix: String) -> Bool {
    suffix == "safetensors" || SafetensorsHeader.length(of: file).map { $0 <= file.count - 8 } ?? false
  }

  func read(_ file: FileBytes, at path: String, _ options: FeatureOptions) throws -> ImportedFeatures {
    let header: SafetensorsHeader
    do throws(FeatureError.Reason) {
      header = try SafetensorsHeader(file)
    } catch {
      throw FeatureError(path: path, reason: error)
    }
    guard !header.tensors.isEmpty else { throw ArchiveError(path: path, reason: .noArrays(members: [])) }
    let name = try header.tensors.keys.sorted().chosen(options.array, preferring: ["features"], path: path)
    guard let tensor = header.tensors[name], let type = tensor.type else {
      throw FeatureError(path: path, reason: .tensorType(name, header.tensors[name]?.dtype ?? ""))
    }
    let array = StoredArray(
      bytes: file, offset: header.dataOffset + tensor.offsets[0], type: type, shape: tensor.shape)
    return try ArrayConversion(path: "\(path), tensor \(name)", options: options).features(from: array)
  }
}
