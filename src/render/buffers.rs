//! How do arrays get to the device?
//!
//! An array is uploaded only when its `Arc` changed. A storage binding has a largest size, so an
//! array of many millions is split into chunks that are drawn one after the other.

use std::sync::Arc;

use bytemuck::Pod;
use wgpu::util::DeviceExt;

/// A read-only storage buffer with this content; never empty, because a binding may not be.
pub(super) fn storage<T: Pod>(device: &wgpu::Device, label: &str, values: &[T]) -> wgpu::Buffer {
    let blank = [T::zeroed()];
    let contents = bytemuck::cast_slice(if values.is_empty() { &blank } else { values });
    device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
        label: Some(label),
        contents,
        usage: wgpu::BufferUsages::STORAGE,
    })
}

/// A bind group over whole buffers, in binding order.
pub(super) fn bind_group(
    device: &wgpu::Device,
    label: &str,
    layout: &wgpu::BindGroupLayout,
    buffers: &[&wgpu::Buffer],
) -> wgpu::BindGroup {
    let entries: Vec<_> = buffers
        .iter()
        .zip(0_u32..)
        .map(|(buffer, binding)| wgpu::BindGroupEntry {
            binding,
            resource: buffer.as_entire_binding(),
        })
        .collect();
    device.create_bind_group(&wgpu::BindGroupDescriptor {
        label: Some(label),
        layout,
        entries: &entries,
    })
}

/// Values of one binding at the most.
pub(super) fn values_per_binding<T>(device: &wgpu::Device) -> usize {
    let limits = device.limits();
    let bytes = limits
        .max_storage_buffer_binding_size
        .min(limits.max_buffer_size);
    usize::try_from(bytes).unwrap_or(usize::MAX) / size_of::<T>()
}

/// Part of an array that is drawn with one call.
#[derive(Debug)]
pub(super) struct Chunk {
    pub(super) bind_group: wgpu::BindGroup,
    /// Two triangles each.
    pub(super) vertices: u32,
}

impl Chunk {
    pub(super) fn draw(&self, pass: &mut wgpu::RenderPass<'_>) {
        pass.set_bind_group(1, &self.bind_group, &[]);
        pass.draw(0..self.vertices, 0..1);
    }
}

/// Two triangles for each of so many primitives.
pub(super) fn vertices(primitives: usize) -> u32 {
    u32::try_from(primitives.saturating_mul(6)).unwrap_or(u32::MAX / 6 * 6)
}

/// The array that was uploaded last. Holding the `Arc` keeps another one from getting its address.
#[derive(Debug)]
pub(super) struct Uploaded<T>(Option<Arc<[T]>>);

impl<T> Uploaded<T> {
    pub(super) fn nothing() -> Self {
        Self(None)
    }

    /// Whether this array is another one than last time; it counts as uploaded from now on.
    pub(super) fn is_new(&mut self, values: &Arc<[T]>) -> bool {
        if self
            .0
            .as_ref()
            .is_some_and(|last| Arc::ptr_eq(last, values))
        {
            return false;
        }
        self.0 = Some(Arc::clone(values));
        true
    }
}
